"""Find the lines of print: connected components are chained into chunks, chunks into lines, lone marks given to their line.

Columns and table cells stay apart, because a chain never crosses a wide gap or a ruling.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.read.ocr.shapes import Shape, Shapes, Strip
from extractor.read.ocr.sizes import X_HEIGHT, Heights, em_of, evened

_FEW = 4
"""A raised marker has no more figures."""
_WORD_GAP = 1.15
"""Widest gap inside a chunk, as a share of the font size; justified lines stretch a blank (0.25) to this."""
_CHAINED = 3
"""A letter is chained to so many neighbours, lest a broken one parts a line."""
_SAME_ROW = 0.25
_DASH_EM, _DASH_LIFT = 3.2, 0.2
"""Font size against the width of a hyphen, and how high it floats."""
_HIGHEST_MARK = 1.25
"""A raised marker of the size of its line may reach so far above the baseline, in font sizes."""
_LOWEST_MARK = 0.4
"""A dot below hangs no lower; what does is a raised figure of the next line."""
_HANGING = (0.15, 0.62)
"""A raised figure begins no lower and ends higher, as shares of the height of the figure that it is raised beside."""
_DESCENDING, _SAME_TOP = (0.55, 0.85), 0.1
"""Height of a letter that stands beside one that begins at the same top and reaches below, as a share of its height."""
_ASIDE, _RAISED = (0.15, 0.6), 0.2
"""A raised figure begins so far before and behind the end of its word, and ends so high above the baseline at least, in font sizes."""
_NONE = -1
_CLOSE_BY = 4
"""Among so many marks of its row, left of it, are those that a mark may meet."""
_BULLET, _MARK_GAP, _FIGURE = 0.15, 0.9, 0.68
_COLUMN_GAP = 1.0
_LABEL, _LABEL_GAP = 1.9, 2.6
"""A bullet or number, and the blank behind it, are no column."""
_WIDEST_GAP, _PEN_GAP = 2.8, 5.0
"""A gap wider than the first parts two lines; behind something as short as "Số:", where the pen has its room, one wider than the second."""


def find_strips(shapes: Shapes) -> list[Strip]:
    """Group the shapes of a page into lines, top to bottom and left to right."""
    chunks = _with_raised([_strip(chain) for chain in _chains(shapes.letters, shapes.letter_height)], shapes.letter_height)
    strips = _with_marks(_evened(_joined(chunks)), shapes.marks, shapes.letter_height)
    return _in_order([strip for strip in strips if _is_print(strip)])


def _in_order(strips: Iterable[Strip]) -> list[Strip]:
    """Order lines by rows, those of a row from left to right."""
    rows: list[list[Strip]] = []
    for strip in sorted(strips, key=lambda strip: strip.baseline):
        if rows and strip.baseline - rows[-1][0].baseline < _SAME_ROW * min(strip.em, rows[-1][0].em):
            rows[-1].append(strip)
        else:
            rows.append([strip])
    return [strip for row in rows for strip in sorted(row, key=lambda strip: strip.x0)]


def _with_raised(chunks: Sequence[Strip], height: float) -> list[Strip]:
    """Give small raised figures, which overlap none but tall letters, to the line that they stand in."""
    accents = [any(_is_row_of_accents(chunk, other) for other in chunks) for chunk in chunks]
    lines = [chunk for chunk, accent in zip(chunks, accents, strict=True) if len(chunk.shapes) > _FEW and not accent]
    given: defaultdict[int, list[Shape]] = defaultdict(list)
    rest: list[Strip] = []
    for chunk, accent in zip(chunks, accents, strict=True):
        if len(chunk.shapes) > _FEW and not accent:
            continue
        home = next((index for index, line in enumerate(lines) if _stands_in(chunk, line)), None)
        if home is None:
            rest.append(chunk)
        else:
            given[home].extend(chunk.shapes)
    return [*(_widened(line, given.get(index, ())) for index, line in enumerate(lines)), *_with_raised_beside(rest, height)]


def _with_raised_beside(words: Sequence[Strip], height: float) -> list[Strip]:
    """Give raised figures to the word that they stand beside: the one word of a paragraph's last line has few letters itself."""
    homes = [next((home for home in words if home is not word and _is_raised_beside(word, home, height)), None) for word in words]
    given = {id(home): [word for word, its in zip(words, homes, strict=True) if its is home] for home in homes if home is not None}
    return [
        _widened(word, [shape for marker in given.get(id(word), ()) for shape in marker.shapes])
        for word, home in zip(words, homes, strict=True)
        if home is None
    ]


def _is_raised_beside(marker: Strip, word: Strip, height: float) -> bool:
    em = max(word.em, height / X_HEIGHT)
    head, foot = min(shape.y0 for shape in marker.shapes), max(shape.y1 for shape in marker.shapes)
    beside = marker.cell == word.cell and -_ASIDE[0] * em <= marker.x0 - word.x1 <= _ASIDE[1] * em
    high = word.baseline - foot >= _RAISED * em and word.baseline - head <= _HIGHEST_MARK * em
    is_word = len(word.shapes) > 1 and word.x1 - word.x0 >= em  # no dirt
    return is_word and beside and high and max(shape.height for shape in word.shapes) > foot - head


def _is_row_of_accents(chunk: Strip, line: Strip) -> bool:
    """Tell accents as large as the page's small letters, which have been chained, from a line: letters stand right below all of them."""
    em = line.em
    if chunk.cell != line.cell or len(line.shapes) < len(chunk.shapes) or not line.x0 <= chunk.x0 < chunk.x1 <= line.x1:
        return False
    if max(shape.height for shape in chunk.shapes) > 0.35 * em:
        return False
    return 0.55 * em < line.baseline - chunk.baseline < 0.9 * em


def _stands_in(chunk: Strip, line: Strip) -> bool:
    """Tell whether a few small shapes lie in the room of a line: a raised marker, an accent that is as large as a letter, dirt."""
    em = line.em
    small = max(shape.height for shape in chunk.shapes) < 0.6 * em
    near = line.x0 - 1.5 * em < chunk.x1 and chunk.x0 < line.x1 + 0.6 * em
    top, foot = min(shape.y0 for shape in chunk.shapes), max(shape.y1 for shape in chunk.shapes)
    inside = line.baseline - _HIGHEST_MARK * em <= top and foot <= line.baseline + 0.3 * em
    return chunk.cell == line.cell and small and near and inside


def _evened(strips: list[Strip]) -> list[Strip]:
    lines = [Heights(strip.em, strip.x1 - strip.x0, tuple(strip.baseline - shape.y0 for shape in strip.shapes)) for strip in strips]
    return [strip._replace(em=em) for strip, em in zip(strips, evened(lines), strict=True)]


def _is_print(strip: Strip) -> bool:
    """Leave out a lone upright dash and the like."""
    return sum(shape.x1 - shape.x0 for shape in strip.shapes) >= 0.12 * strip.em


def _chains(letters: Sequence[Shape], height: float) -> list[list[Shape]]:
    """Chain each letter to its right neighbours at the same height, so far as no wide gap parts them."""
    order = sorted(letters, key=lambda shape: shape.x0)
    parent = list(range(len(order)))
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for index, shape in enumerate(order):
        for row in _rows(shape, height):
            rows[row].append(index)
    for index, shape in enumerate(order):
        for row in _rows(shape, height):
            for other in _neighbours(index, order, rows[row], height):
                parent[_root(parent, other)] = _root(parent, index)
    found: defaultdict[int, list[Shape]] = defaultdict(list)
    for index, shape in enumerate(order):
        found[_root(parent, index)].append(shape)
    return list(found.values())


def _rows(shape: Shape, height: float) -> range:
    """Return the numbers of the bands, a letter high, that a shape reaches into."""
    pitch = max(1.0, height)
    return range(int(shape.y0 / pitch), int(shape.y1 / pitch) + 1)


def _neighbours(index: int, order: Sequence[Shape], row: Sequence[int], height: float) -> Iterator[int]:
    """Yield the next few letters to the right that stand on the same line."""
    shape, found = order[index], 0
    reach = shape.x1 + _WORD_GAP * height / X_HEIGHT
    for other in row[bisect_left(row, index) + 1 :]:
        next_shape = order[other]
        if next_shape.x0 > reach or found == _CHAINED:
            return
        if shape.cell == next_shape.cell and _on_one_line(shape, next_shape, height):
            found += 1
            yield other


def _on_one_line(one: Shape, two: Shape, height: float) -> bool:
    low, high = sorted((one.height, two.height))
    if high > 2.4 * height and high > 1.5 * low:  # letters of two lines that touch belong to neither
        return False
    return min(one.y1, two.y1) - max(one.y0, two.y0) >= 0.55 * low


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _strip(shapes: Iterable[Shape]) -> Strip:
    chain = tuple(sorted(shapes, key=lambda shape: shape.x0))
    baseline = _commonest(np.array([shape.y1 for shape in _standing(chain)]))
    em = em_of([baseline - shape.y0 for shape in chain])
    return Strip(chain, chain[0].x0, max(shape.x1 for shape in chain), baseline, max(em, 4.0), chain[0].cell)


def _standing(chain: Sequence[Shape]) -> Sequence[Shape]:
    """Leave out what does not stand on the baseline of a short line, where no majority of feet shows it.

    Markers hang from the top: of "61²⁴" alone in a cell they have as many feet as the figure. Of letters of one top the longer ones
    reach below: of "góp" two in three.
    """
    if len(chain) > 2 * _FEW:
        return chain
    tallest = max(chain, key=_height)
    head, foot = tallest.y0 + _HANGING[0] * tallest.height, tallest.y0 + _HANGING[1] * tallest.height
    upright = [shape for shape in chain if shape.y0 > head or shape.y1 > foot]
    if len(upright) > _FEW:
        return upright
    return [shape for shape in upright if not any(_reaches_below(shape, other) for other in upright)]


def _reaches_below(shape: Shape, other: Shape) -> bool:
    is_longer = _DESCENDING[0] * shape.height < other.height < _DESCENDING[1] * shape.height
    return is_longer and abs(shape.y0 - other.y0) <= _SAME_TOP * shape.height


def _height(shape: Shape) -> int:
    return shape.height


def _commonest(values: NDArray[Any]) -> float:
    """Return the middle of the densest cluster: of bottoms the baseline, whatever hangs below it."""
    if len(values) < 3:
        return float(values.min())
    counts = np.convolve(np.bincount(values - values.min()), [1, 2, 1], mode="same")
    return float(values.min() + int(np.argmax(counts)))


def _joined(chunks: Sequence[Strip]) -> list[Strip]:
    """Join chunks of one baseline over blanks left for the pen or stretched, but not over a gap between columns."""
    waiting = sorted(chunks, key=lambda chunk: chunk.x0)
    done: list[Strip] = []
    for chunk in waiting:
        left = [other for other in done if _may_continue(other, chunk)]
        nearest = max(left, key=lambda other: other.x1, default=None)
        if nearest is None or _is_column_gap(nearest, chunk, chunks):
            done.append(chunk)
            continue
        done.remove(nearest)
        done.append(_strip((*nearest.shapes, *chunk.shapes)))
    return done


def _may_continue(left: Strip, right: Strip) -> bool:
    gap, em = right.x0 - left.x1, max(left.em, right.em)
    level = abs(left.baseline - right.baseline) < 0.22 * em
    widest = _PEN_GAP if left.x1 - left.x0 < _LABEL * em else _WIDEST_GAP
    return left.cell == right.cell and level and -0.3 * em < gap < widest * em


def _is_column_gap(left: Strip, right: Strip, chunks: Sequence[Strip]) -> bool:
    """Tell a gap that goes on through the lines above or below, with print on both of its sides, from a blank."""
    em = max(left.em, right.em)
    start, end = left.x1, right.x0
    is_label = left.x1 - left.x0 < _LABEL * em and end - start < _LABEL_GAP * em
    if end - start < _COLUMN_GAP * em or is_label:
        return False
    near = [chunk for chunk in chunks if chunk.cell == left.cell and 0.3 * em < abs(chunk.baseline - left.baseline) < 2.6 * em]
    near = [chunk for chunk in near if chunk.x0 < end + 12 * em and chunk.x1 > start - 12 * em]
    inner = (start + 0.15 * em, end - 0.15 * em)
    crossed = any(chunk.x0 < inner[1] and chunk.x1 > inner[0] for chunk in near)
    return not crossed and any(chunk.x1 <= end for chunk in near) and any(chunk.x0 >= start for chunk in near)


def _with_marks(strips: Sequence[Strip], marks: Sequence[Shape], letter_height: float) -> list[Strip]:
    """Give each mark to the line that it lies nearest to, above or below the letters or between them; group what no line owns."""
    if not marks:
        return list(strips)
    given: defaultdict[int, list[Shape]] = defaultdict(list)
    broken = _broken(marks, letter_height)
    for pieces, home in zip(broken, _homes(strips, list(map(_around, broken))), strict=True):
        given[home] += pieces
    return [*(_widened(strip, given.get(index, ())) for index, strip in enumerate(strips)), *_orphans(given.get(_NONE, ()))]


def _broken(marks: Sequence[Shape], height: float) -> list[list[Shape]]:
    """Put together what reaches into each other: the pieces of a small figure that the scan broke, a hat and its accent."""
    groups: list[list[Shape]] = []
    rows: defaultdict[int, list[list[Shape]]] = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: mark.x0):
        near = (group for row in _rows(mark, height) for group in rows[row][-_CLOSE_BY:])
        home = next((group for group in near if _meets(mark, group)), None)
        if home is None:
            groups.append(home := [])
        home.append(mark)
        for row in _rows(mark, height):
            rows[row].append(home)
    return groups


def _meets(mark: Shape, group: Sequence[Shape]) -> bool:
    return any(other.cell == mark.cell and mark.x0 < other.x1 and other.y0 < mark.y1 and mark.y0 < other.y1 for other in group)


def _around(pieces: Sequence[Shape]) -> Shape:
    """Make one shape of several: the box around them."""
    x0, y0 = min(shape.x0 for shape in pieces), min(shape.y0 for shape in pieces)
    return Shape(pieces[0].label, x0, y0, max(shape.x1 for shape in pieces), max(shape.y1 for shape in pieces), pieces[0].cell)


def _homes(strips: Sequence[Strip], marks: Sequence[Shape]) -> Iterator[int]:
    if not strips:
        yield from [_NONE] * len(marks)
        return
    x0, x1, base, em, cell = (
        np.array([getattr(strip, name) for strip in strips])[None, :] for name in ("x0", "x1", "baseline", "em", "cell")
    )
    middle_x = np.array([(mark.x0 + mark.x1) / 2 for mark in marks])[:, None]
    middle_y = np.array([(mark.y0 + mark.y1) / 2 for mark in marks])[:, None]
    large = np.array([max(mark.x1 - mark.x0, mark.height) for mark in marks])[:, None]
    before = np.where(large > _BULLET * em, _LABEL_GAP, _MARK_GAP)  # bullets stand farther off than points and quotation marks
    across = np.maximum(0, np.maximum((x0 - middle_x) / before, (middle_x - x1) / _MARK_GAP))
    down = np.maximum(0, np.maximum(base - X_HEIGHT * em - middle_y, middle_y - base))
    far = (
        (across > em)
        | (down > 0.55 * em)
        | (middle_y - base > _LOWEST_MARK * em)
        | (cell != np.array([mark.cell for mark in marks])[:, None])
    )
    distance = np.where(far, np.inf, down + 0.3 * across)
    for index, mark in enumerate(marks):
        near = np.flatnonzero(np.isfinite(distance[index])).tolist()
        costs = [(_gap_to_letter(mark, strips[line]), distance[index, line], line) for line in near]
        yield min(costs)[2] if costs else _NONE


def _orphans(marks: Sequence[Shape]) -> list[Strip]:
    """Group specks that stand together, as high as a small figure."""
    groups: list[list[Shape]] = []
    for mark in sorted(marks, key=lambda mark: mark.x0):
        home = next((group for group in groups if _stands_with(mark, group)), None)
        if home is None:
            groups.append([mark])
        else:
            home.append(mark)
    found = []
    for group in groups:
        head, foot, end = min(mark.y0 for mark in group), max(mark.y1 for mark in group), max(mark.x1 for mark in group)
        if len(group) == 1 and group[0].cell and is_dash(group[0]):
            em = _DASH_EM * (end - group[0].x0)
            found.append(Strip(tuple(group), group[0].x0, end, foot + _DASH_LIFT * em, em, group[0].cell, orphan=True))
        elif 1 < len(group) <= 2 * _FEW:
            found.append(Strip(tuple(group), group[0].x0, end, float(foot), (foot - head) / _FIGURE, group[0].cell, orphan=True))
    return found


def is_dash(shape: Shape) -> bool:
    """Tell a dash: what stands alone in many a table cell."""
    wide = shape.x1 - shape.x0
    return wide >= 6 and wide >= 2 * shape.height


def _stands_with(mark: Shape, group: Sequence[Shape]) -> bool:
    size = max(shape.height for shape in group)
    across = mark.x0 - max(shape.x1 for shape in group)
    head, foot = min(shape.y0 for shape in group), max(shape.y1 for shape in group)
    return mark.cell == group[0].cell and across < size and head - size < mark.y0 and mark.y1 < foot + size


def _gap_to_letter(mark: Shape, strip: Strip) -> float:
    """Measure how far a mark is above or below the letter whose it would be; half the font size where there is none."""
    letters = strip.shapes
    index = bisect_left(letters, mark.x1, key=lambda shape: shape.x0)
    over = [shape for shape in letters[max(0, index - 4) : index] if shape.x1 > mark.x0]
    return min((float(max(0, shape.y0 - mark.y1, mark.y0 - shape.y1)) for shape in over), default=0.5 * strip.em)


def _widened(strip: Strip, marks: Sequence[Shape]) -> Strip:
    if not marks:
        return strip
    shapes = tuple(sorted((*strip.shapes, *marks), key=lambda shape: shape.x0))
    return strip._replace(shapes=shapes, x0=min(strip.x0, shapes[0].x0), x1=max(shape.x1 for shape in shapes))
