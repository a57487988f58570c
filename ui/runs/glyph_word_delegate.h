// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/verdict_glyph.h"
#include "workbench/answer.h"

#include <QStyledItemDelegate>

namespace tiebreak::ui {

[[nodiscard]] VerdictTone verdictTone(workbench::Outcome outcome);

/// A glyph in its tone and a word in `text-2`: "▼ lost most". glyphRole "better", "worse" and "cannot-tell"
/// are verdict glyphs in their own colours; every other name is an icon in the colour of toneRole.
class GlyphWordDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit GlyphWordDelegate(QObject* parent = nullptr)
        : QStyledItemDelegate(parent) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace tiebreak::ui
