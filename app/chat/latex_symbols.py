"""What the commands of LaTeX that stand for one sign look like."""

from __future__ import annotations

_GREEK = """
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu
    ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
"""
_OPERATORS = """
    times × div ÷ pm ± mp ∓ cdot · ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ wedge ∧ vee ∨
    land ∧ lor ∨ lnot ¬ neg ¬ cap ∩ cup ∪ setminus ∖ sqcup ⊔ sqcap ⊓ uplus ⊎ amalg ⨿ dagger † ddagger ‡ wr ≀ diamond ⋄
    triangle △ sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁
    bigwedge ⋀ partial ∂ nabla ∇
"""
_RELATIONS = """
    leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ equiv ≡ approx ≈ cong ≅ simeq ≃ sim ∼ propto ∝ ll ≪ gg ≫ prec ≺ succ ≻ preceq ⪯
    succeq ⪰ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ in ∈ notin ∉ ni ∋ mid ∣ nmid ∤ parallel ∥ perp ⊥ models ⊨
    vdash ⊢ dashv ⊣ asymp ≍ doteq ≐ triangleq ≜ coloneqq ≔ lesssim ≲ gtrsim ≳ leqslant ⩽ geqslant ⩾
"""
_ARROWS = """
    to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ impliedby ⟸
    iff ⟺ longrightarrow ⟶ longleftarrow ⟵ Longrightarrow ⟹ mapsto ↦ longmapsto ⟼ uparrow ↑ downarrow ↓ updownarrow ↕
    nearrow ↗ searrow ↘ hookrightarrow ↪ rightharpoonup ⇀ rightleftharpoons ⇌ rightsquigarrow ⇝
"""
_OTHERS = """
    infty ∞ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ aleph ℵ hbar ℏ ell ℓ Re ℜ Im ℑ wp ℘ angle ∠ measuredangle
    ∡ top ⊤ bot ⊥ ldots … dots … dotsc … dotsb ⋯ cdots ⋯ vdots ⋮ ddots ⋱ prime ′ backslash \\ langle ⟨ rangle ⟩ lceil ⌈
    rceil ⌉ lfloor ⌊ rfloor ⌋ lbrace { rbrace } lbrack [ rbrack ] vert | Vert ‖ lvert | rvert | lVert ‖ rVert ‖ checkmark
    ✓ degree ° sharp ♯ flat ♭ natural ♮ square □ blacksquare ■ Box □ therefore ∴ because ∵ colon : pounds £ euro € S § P ¶
    copyright © imath ı jmath ȷ
"""


def _table(*texts: str) -> dict[str, str]:
    made: dict[str, str] = {}
    for text in texts:
        words = text.split()
        made.update(zip(words[::2], words[1::2], strict=True))
    return made


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


SYMBOLS = _table(_GREEK, _OPERATORS, _RELATIONS, _ARROWS, _OTHERS)
SPACED = frozenset(_table(_RELATIONS, _ARROWS)) | words("times div pm mp cup cap land lor wedge vee setminus")
"""Signs that stand between two things, with a little space on both sides."""

FUNCTIONS = words("""
    sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan log ln lg exp lim limsup liminf max min sup inf arg argmax
    argmin det dim ker deg gcd lcm hom Pr mod
""")
SPACES = {
    ",": "\u2009",
    "thinspace": "\u2009",
    ":": "\u2005",
    ";": "\u2005",
    "enspace": "\u2002",
    "quad": "\u2003",
    "qquad": "\u2003\u2003",
    " ": " ",
    "!": "",
}
ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "bar": "\u0304",
    "overline": "\u0305",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
    "acute": "\u0301",
    "grave": "\u0300",
    "mathring": "\u030a",
    "underline": "\u0332",
}
DOUBLE_STRUCK = {"C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"}
SCRIPT = {"B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ", "g": "ℊ", "o": "ℴ"}
FRAKTUR = {"C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"}
