"""Words of the tasks: facts, wordings of questions, units, code shapes and how-tos."""

from __future__ import annotations

from typing import Final

CAPITALS: Final = {
    "France": "Paris", "Spain": "Madrid", "Italy": "Rome", "Germany": "Berlin", "Norway": "Oslo", "Sweden": "Stockholm",
    "Finland": "Helsinki", "Denmark": "Copenhagen", "Poland": "Warsaw", "Austria": "Vienna", "Greece": "Athens", "Turkey": "Ankara",
    "Egypt": "Cairo", "Kenya": "Nairobi", "Ghana": "Accra", "Morocco": "Rabat", "Japan": "Tokyo", "China": "Beijing",
    "India": "New Delhi", "Thailand": "Bangkok", "Vietnam": "Hanoi", "Nepal": "Kathmandu", "Mongolia": "Ulaanbaatar",
    "Iran": "Tehran", "Iraq": "Baghdad", "Cuba": "Havana", "Peru": "Lima", "Chile": "Santiago", "Brazil": "Brasilia",
    "Canada": "Ottawa", "Ireland": "Dublin", "Portugal": "Lisbon", "Hungary": "Budapest", "Romania": "Bucharest",
    "Serbia": "Belgrade", "Croatia": "Zagreb", "Latvia": "Riga", "Estonia": "Tallinn", "Ukraine": "Kyiv", "Belgium": "Brussels",
}  # fmt: skip

OPPOSITES: Final = {
    "hot": "cold", "big": "small", "fast": "slow", "high": "low", "open": "closed", "early": "late", "full": "empty", "hard": "soft",
    "light": "dark", "long": "short", "loud": "quiet", "new": "old", "rich": "poor", "right": "wrong", "rough": "smooth",
    "sharp": "blunt", "strong": "weak", "thick": "thin", "tight": "loose", "true": "false", "wet": "dry", "wide": "narrow",
    "young": "aged", "cheap": "expensive", "clean": "dirty", "deep": "shallow", "easy": "difficult", "first": "last",
    "near": "far", "simple": "complex",
}  # fmt: skip

SYMBOLS: Final = {
    "hydrogen": "H", "helium": "He", "lithium": "Li", "carbon": "C", "nitrogen": "N", "oxygen": "O", "fluorine": "F", "neon": "Ne",
    "sodium": "Na", "magnesium": "Mg", "silicon": "Si", "sulfur": "S", "chlorine": "Cl", "argon": "Ar", "potassium": "K",
    "calcium": "Ca", "iron": "Fe", "copper": "Cu", "zinc": "Zn", "silver": "Ag", "tin": "Sn", "gold": "Au", "mercury": "Hg",
    "lead": "Pb",
}  # fmt: skip

YOUNG: Final = {
    "dog": "puppy", "cat": "kitten", "cow": "calf", "horse": "foal", "sheep": "lamb", "goat": "kid", "pig": "piglet", "duck": "duckling",
    "goose": "gosling", "bear": "cub", "swan": "cygnet", "frog": "tadpole",
}  # fmt: skip

CAPITAL_ASKS: Final = (
    "What is the capital of {}?", "Which city is the capital of {}?", "Tell me the capital of {}.", "Name the capital of {}.",
    "I need the capital city of {}.", "Do you know the capital of {}?", "Can you tell me the capital of {}?", "Please name the capital city of {}.",
    "{}: what is its capital?", "What city is the seat of government of {}?", "Capital of {}?", "For a quiz: the capital of {}?",
    "My homework asks for the capital of {}.", "Could you give me the capital of {}?", "Which capital belongs to {}?", "Say what the capital of {} is.",
    "What do they call the capital of {}?", "Quick question, what is the capital of {}?", "Help me out: capital city of {}?", "I forgot the capital of {}.",
    "Which city is capital in {}?", "Give the capital of {}, please.", "I would like to know the capital of {}.", "Remind me what the capital of {} is.",
)  # fmt: skip

OPPOSITE_ASKS: Final = (
    "What is the opposite of {}?", "Give me the opposite of {}.", "Tell me the opposite of the word {}.", "Which word is the opposite of {}?",
    "The opposite of {}?", "I need the opposite of {}.", "Name the opposite of {}.", "What word means the opposite of {}?",
    "Do you know the opposite of {}?", "Can you give me the opposite of {}?", "Please tell me the opposite of {}.", "Opposite of {}, please.",
    "For a crossword: opposite of {}?", "My homework asks for the opposite of {}.", "Which word is opposite to {}?", "Say the opposite of {}.",
)  # fmt: skip

SYMBOL_ASKS: Final = (
    "What is the symbol for {}?", "Give me the chemical symbol of {}.", "Which symbol does {} have?", "Tell me the symbol for {}.",
    "Name the chemical symbol for {}.", "Symbol of {}?", "How is {} written in the periodic table?", "What symbol stands for {}?",
    "I need the symbol for the element {}.", "Do you know the symbol of {}?", "Please give the symbol for {}.", "Can you tell me the symbol of {}?",
    "In chemistry, what is the symbol for {}?", "My homework asks for the symbol of {}.", "Chemical symbol for {}, please.", "Which letters are the symbol for {}?",
)  # fmt: skip

YOUNG_ASKS: Final = (
    "What is a young {} called?", "What do you call a young {}?", "Tell me the word for a young {}.", "What is a baby {} called?",
    "Which word is used for a young {}?", "Name for a young {}?", "I need the word for a baby {}.", "How do we call a young {}?",
    "What is the name of a young {}?", "Do you know what a young {} is called?", "Please tell me what a young {} is called.", "A young {} is called what?",
    "What is the word for a baby {}?", "Give me the name of a young {}.", "Can you say what a baby {} is called?", "What name does a young {} have?",
)  # fmt: skip

OWNERS: Final = (
    "Anna",
    "Ben",
    "Clara",
    "David",
    "Emma",
    "Felix",
    "Grace",
    "Henry",
    "Ida",
    "Jonas",
    "Karin",
    "Leo",
    "Mara",
    "Nils",
    "Olga",
    "Paul",
)
STATED_THINGS: Final = (
    "bike",
    "car",
    "hat",
    "coat",
    "bag",
    "cup",
    "chair",
    "door",
    "boat",
    "kite",
    "lamp",
    "book",
    "ball",
    "scarf",
    "tent",
    "phone",
)
STATED_VALUES: Final = ("red", "blue", "green", "yellow", "white", "black", "brown", "grey", "orange", "purple", "pink", "silver")

ADD_ASKS: Final = (
    "What is {} plus {}?", "Add {} and {}.", "{} + {} = ?", "How much is {} and {} together?", "Please add {} and {}.", "What do {} and {} make?",
    "Can you work out {} plus {}?", "Calculate {} + {}.", "What is the sum of {} and {}?", "Sum up {} and {}.", "Tell me {} plus {}.", "I need {} plus {}.",
    "Work out {} + {} for me.", "How much is {} plus {}?", "Give me the sum of {} and {}.", "What does {} + {} come to?",
)  # fmt: skip

SUBTRACT_ASKS: Final = (
    "What is {} minus {}?", "Take from {} the number {}.", "{} - {} = ?", "How much is {} less {}?", "Please work out {} minus {}.", "What remains of {} without {}?",
    "Can you work out {} minus {}?", "Calculate {} - {}.", "What is the difference of {} and {}?", "From {} remove {}.", "Tell me {} minus {}.", "I need {} minus {}.",
    "Work out {} - {} for me.", "How much is {} minus {}?", "Give me the difference of {} and {}.", "What does {} - {} come to?",
)  # fmt: skip

UNITS: Final = (
    ("km", "metres", 1000), ("metres", "cm", 100), ("cm", "mm", 10), ("kg", "grams", 1000), ("litres", "ml", 1000), ("tonnes", "kg", 1000),
    ("euros", "cents", 100), ("seconds", "milliseconds", 1000),
)  # fmt: skip

UNIT_ASKS: Final = (
    "How many {2} are {0} {1}?", "Convert {0} {1} to {2}.", "What is {0} {1} in {2}?", "{0} {1} in {2}?", "How much is {0} {1} in {2}?", "Please convert {0} {1} into {2}.",
    "Can you turn {0} {1} into {2}?", "Give me {0} {1} in {2}.", "I need {0} {1} in {2}.", "Express {0} {1} in {2}.", "Tell me {0} {1} in {2}.", "Write {0} {1} as {2}.",
    "Change {0} {1} to {2}.", "What are {0} {1} in {2}?", "Work out {0} {1} in {2}.", "How many {2} are in {0} {1}?",
)  # fmt: skip

CODE_NAMES: Final = (
    "shift", "scale", "grow", "update", "adjust", "score", "price", "level", "step", "change", "total", "move", "rate", "value", "count", "boost",
)  # fmt: skip
CODE_SHAPES: Final = (("adds {} to x", "+"), ("subtracts {} from x", "-"), ("multiplies x by {}", "*"), ("divides x by {}", "/"))
CODE_ASKS: Final = (
    "Write a Python function {0} that {1}.", "I need a function {0} in Python that {1}.", "Please code a function {0} that {1}.", "Can you write {0}, a function that {1}?",
    "Python: a function {0} that {1}.", "Give me Python code for {0}, which {1}.", "Define a function called {0} that {1}.", "Show me a Python function {0} that {1}.",
    "Code, please: {0} is a function that {1}.", "How do I write a function {0} that {1}?", "Make a Python function {0}. It {1}.", "Create a function {0} that {1}.",
    "Help me code a function {0} that {1}.", "Write code: function {0} {1}.", "Could you code a Python function {0} that {1}?", "I want a Python function named {0} that {1}.",
)  # fmt: skip

HOWTO_ASKS: Final = (
    "How do I {}?", "What is the best way to {}?", "Can you explain how to {}?", "Tell me how to {}.", "I want to {}. What are the steps?", "Steps to {}, please.",
    "Give me the steps to {}.", "How can I {}?", "Please help me {}.", "Show me how to {}.", "I have to {} today. How?", "What do I do to {}?",
    "I need to {}. Where do I start?", "Can you help me {}?", "Explain the steps to {}.", "What should I do to {}?",
)  # fmt: skip

HOWTOS: Final = {
    "make tea": ("boil some water", "pour it over the tea", "wait three minutes and take the tea out"),
    "boil an egg": ("heat water in a pot", "put the egg in for eight minutes", "cool it under cold water"),
    "cook rice": ("wash one cup of rice", "add two cups of water and a little salt", "cook it on low heat for fifteen minutes"),
    "bake bread": ("mix flour, water, salt and yeast", "let the dough rise for an hour", "bake it for forty minutes"),
    "make soup": ("cut the vegetables", "cook them in water for twenty minutes", "add salt and herbs"),
    "make pancakes": ("mix milk, flour and eggs", "pour a little into a hot pan", "turn it when the top is dry"),
    "plant a tree": ("dig a wide hole", "set the roots in and fill it with soil", "water it well"),
    "water a garden": ("wait for the cool of the morning", "water the soil and not the leaves", "check that the ground is damp"),
    "paint a wall": ("clean the wall and cover the floor", "paint the edges with a brush", "fill the rest with a roller"),
    "hang a picture": ("mark the height with a pencil", "put a nail into the wall", "hang the frame and make it level"),
    "fix a flat tyre": ("take the wheel off", "find the hole and patch the tube", "put it back and pump it up"),
    "clean a window": ("wipe off the dust", "wash the glass with soap and water", "dry it with a clean cloth"),
    "wash a car": ("rinse the car with water", "wash it with soap from top to bottom", "dry it with a soft towel"),
    "sew a button": ("thread a needle", "go through the button and the cloth six times", "tie a knot on the back"),
    "iron a shirt": ("heat the iron", "start with the collar and the sleeves", "do the front and the back"),
    "wash wool": ("fill a bowl with cool water", "move the wool gently with mild soap", "dry it flat on a towel"),
    "write a letter": ("write the date and a greeting", "say why you are writing", "close with your name"),
    "plan a trip": ("choose the place and the days", "book the train and the room", "make a list of things to pack"),
    "pack a bag": ("make a list", "put heavy things at the bottom", "keep papers where you can reach them"),
    "learn a language": ("learn twenty words a day", "listen to simple talks", "speak with someone every week"),
    "study for a test": ("divide the subject into parts", "learn one part each day", "test yourself without the book"),
    "save money": ("write down what you spend", "set a limit for each week", "put the rest aside at once"),
    "read a map": ("find where you are", "turn the map to the north", "follow the road with your finger"),
    "start running": ("walk and run in turns", "go three times a week", "add a little time each week"),
    "sleep better": ("keep the same hours every day", "put screens away an hour before", "keep the room dark and cool"),
    "back up a computer": ("connect an external disk", "choose the folders to copy", "start the copy and check it"),
    "set a password": ("open the settings", "choose a long phrase", "store it in a safe place"),
    "print a page": ("switch the printer on", "choose print in the menu", "check the pages and press start"),
    "charge a phone": ("plug the cable into the phone", "connect it to the wall", "wait until the battery is full"),
    "tune a guitar": ("start with the lowest string", "turn the peg until the note is right", "go on to the next string"),
    "change a bulb": ("switch the power off", "turn the old bulb out", "turn the new bulb in"),
    "light a stove": ("open the air vent", "lay paper and dry sticks", "light the paper and add wood"),
}  # fmt: skip
