"""What the model card says in words, paragraph by paragraph; figures go where the braces are."""

INTRODUCTION = """
A CNN of {parameters:,} parameters that reads one handwritten digit in a tile of 28x28, or says that it is none, and the
preprocessing that finds the tiles in pictures. It reads {accuracy} of MNIST's test set. Made by `python -m
model.evaluate` on {cores} cores in {minutes:.0f} min; every picture went as a file through the Reader that serves, on
{runtime}.
"""

QUICK = "**A quick evaluation of one picture in {divisor}: its figures are rough.**"

RESULTS = """
A picture is right if its whole number is exactly the label. Its confidence is the smallest of its digits'. Intervals
are Wilson's; ECE is over {bins} bins. MNIST-C's corruptions and affNIST's places were
never trained on, but some rules of
preprocessing were written after looking at MNIST-C's corruptions of validation tiles, and training strikes tiles
through, blurs them and draws outlines in its own ways, so that MNIST-C is no surprise to either. The simulated suites
show writers and MNIST tiles of the validation split: no network was fitted to them, but other pictures of them chose
the epoch, the temperature, which look at a picture to believe and how far, and rules and costs of preprocessing and
reading, and the same simulation made what was trained on. So they say less than real pictures do.
"""

NONE = """
Refused is what gets an empty number. AUROC and FPR95 say how well confidence tells these pictures apart from the digits
of {positives}, which are on the same kinds of surfaces: FPR95 is the share that passes where 95 % of the digits do. A
digit that is refused has no confidence.
"""

ERRORS = "The errors, the surest first: label, answer and confidence."

COST = """
LiteRT reads on one thread, as each worker has a process for each core: {cores} of them read {tiles_a_second:,.0f}
tiles a second together. TensorFlow takes all cores. The
artifact has {megabytes:.2f} MB for both runtimes and {parameters:,} parameters. Preprocessing takes, decoding
apart, {times}. Where a reading is in doubt or has several digits, the finder ({finder_megabytes:.2f} MB) marks the
digits in {finder_ms:.1f} ms, and the strip reader ({strips_megabytes:.2f} MB) reads each line in {strip_ms:.1f} ms.
"""

PARITY = """
Both runtimes read the {total:,} pictures of `mnist`: {shares}. {differing:,} answers differ, and confidence by at most
{largest:.6f}.
"""

TRAINING = """
It was trained by `python -m model.train` on MNIST's training set without its last tiles, and on simulated boards,
photographs and scans of digits, lines of digits, and things that are none; those digits are of the same MNIST tiles, of
pen strokes, of skeletons and of fonts. Each time a tile is shown it is bent and shifted anew, and one in eight is
damaged before: struck through, rubbed, grained, blurred or drawn as an outline. MNIST's last tiles and some writers of
the pen strokes, whole, are kept apart to choose by. MNIST's test set was not looked at.
The finder was trained by `python -m model.finder.train`, and the strip reader by `python -m model.strips.train`, on
pictures simulated of the same digits. Which look at a picture in doubt to prefer, and how far to believe it, was
fitted by `python -m model.belief.train` on simulated pictures of the validation split's digits.
"""

DATA = """| data | by | licence |
| --- | --- | --- |
| MNIST database of handwritten digits | Y. LeCun, C. Cortes, C. J. C. Burges | CC BY-SA 3.0 |
| Pen-Based Recognition of Handwritten Digits (UCI), its training part | E. Alpaydin, F. Alimoglu | CC BY 4.0 |"""

RUN = """
Tiles to fit: {train}. Tiles to choose by: {validation}. Seed {seed}, epoch {best_epoch} of {epochs}, code {revision},
{created}. Fitted on the validation split: temperature {temperature}, and the warning `uncertain` below a confidence of
{uncertain_below:.2f}.
"""

SEEDS = "What ships was chosen by validation alone, whatever its figure on the test set."

USE = "It is for handwritten numbers of the digits 0 to 9 in one or more lines, on boards, in photographs and in scans."

LIMITS = (
    "Letters and signs that look like digits (O, l, I, S, Z, B, a lone stroke) are read as digits. That is no error: a"
    " picture does not tell.",
    "It knows no decimal points, signs, fractions, or digits of other scripts, and leaves out or misreads them.",
    "Digits lying on their side or on their head are not turned: rotation is tolerated as far as hands lean.",
    "Digits that overlap widely, cursive numbers, and lines amid other text are often misread.",
    "The writers it learned from are few and from few places. Other ways to write a 1, 4, 7 or 9 may be misread more"
    " often.",
    "Confidence is calibrated on pictures like those of its training. On others, it may be too high.",
    "It should not decide alone where an error is costly, such as in cheques, medicine or examinations.",
)
