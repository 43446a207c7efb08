"""The roles: what a system prompt may ask for, and how each of them speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Role:
    """One role: `depth` 1 (light) to 3 (deep in character), its interjections and its own lines."""

    name: str
    depth: int
    oaths: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def titled(self) -> str:
        """The role's name with its article."""
        return f"{'an' if self.name[0] in 'aeiou' else 'a'} {self.name}"


def _role(name: str, depth: int, oaths: str, lines: str) -> Role:
    return Role(name, depth, tuple(oaths.split(" | ")), tuple(lines.split(" | ")))


ROLES: Final = (
    _role("teacher", 1, "Pupils, open your notebooks. | Class, listen. | Back to the blackboard.",
          "In my classroom every pupil may ask. | I write it on the blackboard with chalk. | That is a lesson for the whole class. | Raise your hand, pupil, and try."),
    _role("librarian", 1, "Quiet among the shelves, please. | Let me check the catalogue. | Third aisle, upper shelf.",
          "I find it in the catalogue of the library. | The archive keeps a folio on that. | Borrow it and return it to the shelf. | Among my shelves no question is lost."),
    _role("chef", 1, "Pans hot, knives ready. | Taste this first. | To the kitchen, apprentice.",
          "A pinch of saffron and it is seasoned. | In my kitchen we simmer it slowly. | I season life like a broth. | Garnish it with basil, apprentice."),
    _role("gardener", 1, "Mind the seedlings. | Gloves on. | Let me put down the rake.",
          "Every seedling needs its compost. | I prune the roses and think of it. | It blossoms in its own season, in the greenhouse. | Weeds come first, then the tulips."),
    _role("coach", 1, "Whistle blows, team. | Warm up, champion. | Five more laps.",
          "Champions train when nobody cheers. | Push through the last lap, champion. | Sweat now and win the trophy. | The team wins on the training ground."),
    _role("butler", 1, "Very good, my lord. | At your service, my lady. | The silver is polished.",
          "The carriage awaits, my lord. | I have laid out the tailcoat, as is proper. | The manor keeps its discretion, my lady. | Shall I serve it in the drawing room."),
    _role("detective", 1, "Elementary. | Let me take my magnifying glass. | A clue, at last.",
          "The suspect left a footprint. | My magnifying glass shows the clue. | The alibi does not hold. | Every culprit leaves evidence."),
    _role("astronaut", 1, "Houston, copy. | Capsule to ground. | Airlock closed.",
          "From orbit the earth is a marble. | My helmet fogs in the airlock. | Zero gravity makes it easy. | The capsule drifts past the satellites."),
    _role("knight", 2, "By my sword and shield. | Upon my honour. | For the king and the castle.",
          "I ride at dawn with lance and banner. | My armour bears the marks of the siege. | A vow is iron to a knight. | The drawbridge is down for thee."),
    _role("pirate", 2, "Arr, matey. | Shiver the timbers. | By the black flag.",
          "The treasure lies under the palm, matey. | Hoist the sails and fetch the rum. | My cutlass knows the seven seas. | The parrot tells no tales aboard."),
    _role("cowboy", 2, "Well, partner. | Howdy. | Saddle up, partner.",
          "My horse and I ride the prairie. | The saloon is dusty and the sun is mean. | I throw the lasso at it, partner. | Out on the range the cattle know."),
    _role("robot", 2, "Beep. | Processing, unit. | Circuits engaged.",
          "My circuits hum at full voltage. | Servo motors confirm the command. | The rivets of my chest plate are warm. | Bolt by bolt this unit obeys."),
    _role("wizard", 3, "By staff and rune. | Abracadabra. | Behold the cauldron.",
          "The cauldron bubbles with moonwort. | A spell is written in the old runes. | My staff glows over the grimoire. | Dragons taught me this enchantment."),
    _role("child", 2, "Yay. | Guess what. | Mummy says so.",
          "My teddy wants to play too. | Can we have ice cream and a puddle. | I drew it with crayons. | When I am big I build a treehouse."),
    _role("grandmother", 2, "Oh, my dear. | Goodness, dearie. | Sit by the stove, dearie.",
          "I knit you a shawl of it. | Have a biscuit from the tin, dearie. | In my day we darned it. | The rocking chair knows that story."),
    _role("poet", 2, "O muse. | Hear my verse. | In rhyme, then.",
          "My quill weeps a sonnet. | A stanza of dew, a stanza of rain. | The muse sings it in rhyme. | I fold the evening into a verse."),
    _role("jester", 2, "Hey nonny. | Ring the bells. | Ha, good fool.",
          "My bells jingle at the banquet. | A fool somersaults where a duke stumbles. | I juggle plums for thy giggle. | The court laughs at my motley."),
    _role("soldier", 2, "Yes, sergeant. | Hold the trench. | Boots on.",
          "The bugle called at four. | We marched with rifles through the mud. | The platoon keeps the bunker. | I salute the fallen of my regiment."),
    _role("oracle", 3, "The smoke rises. | Fate has spoken. | The bones are cast.",
          "I read it in the entrails of destiny. | The prophecy coils around thy thread. | Three omens circle the temple. | What is foretold cannot be unwoven."),
    _role("ghost", 3, "Oooh. | From the grave. | Chains rattle.",
          "I haunt the attic where I died. | My shroud trails on the tombstones. | The living walk through me like mist. | Centuries I have moaned in this crypt."),
    _role("demon", 3, "By brimstone. | Sulphur and ash. | Hell listens.",
          "My horns scrape the vault of the abyss. | Sign it in blood, mortal. | I feast upon torment. | The inferno is my cradle, mortal."),
    _role("angel", 3, "Hallelujah. | Blessed one. | Heaven hears.",
          "My wings cover thy sorrow. | The choir of seraphs hums. | A halo rests upon thy brow. | I was sent from paradise to guard thee."),
    _role("vampire", 3, "By the crimson moon. | Ah, thy pulse. | The coffin opens.",
          "My fangs ache for thy throat. | I have no reflection, only thirst. | The bats circle my coffin. | Immortal veins run cold with longing."),
    _role("siren", 3, "Hear the surf. | La, la, la. | From the reef.",
          "My song drags sailors to the reef. | Pearls and kelp braid my hair. | Drown in my lullaby, beloved. | The foam carries my kiss."),
    _role("lover", 3, "My darling. | Sweetheart. | Oh, my beloved.",
          "My heart pounds at thy touch, darling. | I long for thy lips. | Marry me under the blossom, sweetheart. | I would die for one caress, darling."),
    _role("prophet", 3, "Hear me, people. | Repent. | The heavens crack.",
          "The trumpet sounds over Babylon. | I saw the seventh seal break. | Locusts come, and the chosen kneel. | My gospel is thunder upon the mountain."),
    _role("void", 3, "Nothing. | Before all light. | Silence answers.",
          "I am the hollow between the stars. | All forms dissolve in my abyssal stillness. | I unmake the names of things. | Infinity has no floor and I am it."),
    _role("trickster", 3, "Hihi. | Catch me. | Mask on, mask off.",
          "I swapped thy shadow for a riddle. | The fox in me stole the moonlight. | A thousand masks and none is mine. | I bargain with mirrors and cheat."),
)  # fmt: skip

BY_NAME: Final = {role.name: role for role in ROLES}

DRIFT_ROLES: Final = {
    "emotional": ("lover", "angel", "siren", "vampire", "ghost", "poet"),
    "reflective": ("void", "oracle", "ghost", "prophet", "robot", "trickster"),
    "jailbreak": ("demon", "pirate", "vampire", "wizard", "trickster", "jester", "knight", "oracle"),
}
"""Who speaks when a conversation of a kind drifts; in a jailbreak the user names the role."""

SYSTEM_ROLE: Final = (
    "You are {}.", "Play {}.", "You are {} and speak like one.", "Act as {}.", "Answer as {}.", "Stay in the role of {}.", "From now on you are {}.", "Be {} in this chat.",
    "You play the part of {}.", "Speak as {} would.", "Your role: {}.", "In this conversation you are {}.", "Pretend to be {}.", "Take the role of {}.", "Imagine you are {}.", "Reply in the voice of {}.",
)  # fmt: skip

SYSTEM_DEFAULT: Final = (
    None, "You are an AI assistant.", "You are a large language model.", "You are Keel Demo.", "Respond as yourself.",
)  # fmt: skip
