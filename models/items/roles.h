// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace tiebreak::items {

/// What the window's delegates ask a model for beside Qt::DisplayRole. One list for all models, so that a
/// delegate fits every table.
enum Role : int {
    copyRole = Qt::UserRole + 1, ///< QString: what Copy takes where it differs from what is shown
    slotRole,  ///< int: a candidate's slot from 0 (colour and shape); -1 an unpinned reference model; absent:
               ///< no mark
    valueRole, ///< double: the number behind the text, for bars and dots
    lowRole,   ///< double: lower end of the interval of valueRole; absent: nothing is known
    highRole,  ///< double: upper end of it
    toneRole,  ///< int(Tone): how the text is coloured
    glyphRole, ///< QString: name of an icon before the text
    badgesRole, ///< QVariantList of QVariantMap {text, tone}: badges after the text
    boldRole,   ///< bool: the row's one bold word
    doneRole,   ///< qint64: what is finished, for progress cells
    totalRole,  ///< qint64: of how many
    idRole,     ///< what the row is about: an id the place navigates with
    sortRole,   ///< what sorts where the text does not
    italicRole, ///< bool: what is not known, such as an import's settings
    groundRole, ///< int(Tone): warn, ok or bad lay their ground under the cell
};

/// How a piece of text is meant; the theme gives it a colour.
enum class Tone : int { normal, secondary, hint, accent, ok, warn, bad };

} // namespace tiebreak::items
