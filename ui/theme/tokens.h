// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include <array>
#include <span>

namespace tiebreak::ui {

/// Number of colour and shape slots a candidate can have before shapes turn hollow.
inline constexpr int candidateSlots = 8;

/// Every colour of the window, once for light and once for dark. Nothing else in `ui/` names a colour.
struct Tokens {
    bool dark = false;

    QColor window;       ///< sidebar, menu bar, bottom strip
    QColor content;      ///< tables, panes, inputs
    QColor raised;       ///< table headers, quiet panels, plain buttons
    QColor hover;        ///< hovered row, track of a bar, harmless band
    QColor selection;    ///< selected row, with a 3 px accent bar at its left edge
    QColor border;       ///< hairlines between panes, control frames
    QColor rowLine;      ///< lines between rows, chart grid
    QColor strong;       ///< axes, unticked boxes, dashed drop zone
    QColor text;         ///< text
    QColor text2;        ///< secondary text, values in tables
    QColor text3;        ///< labels, headers, hints
    QColor accent;       ///< focus, selection mark, main button, links, lines of fit
    QColor onAccent;     ///< text on accent
    QColor accentGround; ///< a switched-on toggle, answer keys in Label
    QColor ok;           ///< better, done
    QColor okGround;
    QColor warn;       ///< look at this
    QColor warnGround; ///< its ground; a differing setting
    QColor bad;        ///< worse, failed
    QColor badGround;
    QColor addGround; ///< diff: added
    QColor add;       ///< diff: added text, underlined
    QColor delGround; ///< diff: removed
    QColor del;       ///< diff: removed text, struck through
    std::array<QColor, candidateSlots> candidates;

    static const Tokens& light();
    static const Tokens& darkTokens();

    /// The colour of a candidate; `slot` counts from 0 and repeats after eight. Below 0: an unpinned
    /// reference model, drawn in `text3`.
    [[nodiscard]] QColor candidate(int slot) const;
};

/// A token by its name in the design table, for tests and exports.
struct NamedToken {
    const char* name;
    QColor Tokens::*colour;
};
std::span<const NamedToken> namedTokens();

/// WCAG 2.1 relative luminance of an opaque colour, 0 … 1.
double relativeLuminance(const QColor& colour);

/// WCAG 2.1 contrast of two opaque colours, 1 … 21, whichever is the lighter.
double contrast(const QColor& a, const QColor& b);

/// `share` of `over` laid over `ground`, opaque.
QColor blend(const QColor& ground, const QColor& over, double share);

} // namespace tiebreak::ui
