// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/glyph_word_delegate.h"

#include "items/roles.h"
#include "ui/theme/icon_set.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_delegate.h"

#include <QPainter>

#include <optional>

namespace tiebreak::ui {

namespace {

constexpr int glyphSide = 9;
constexpr int iconSide = 13;
constexpr int words = 17; ///< from the glyph's left edge

std::optional<VerdictTone> verdictGlyph(const QString& name) {
    if (name == QLatin1String("better")) {
        return VerdictTone::better;
    }
    if (name == QLatin1String("worse")) {
        return VerdictTone::worse;
    }
    return name == QLatin1String("cannot-tell") ? std::optional(VerdictTone::cannotTell) : std::nullopt;
}

} // namespace

VerdictTone verdictTone(workbench::Outcome outcome) {
    switch (outcome) {
    case workbench::Outcome::better:
        return VerdictTone::better;
    case workbench::Outcome::worse:
        return VerdictTone::worse;
    case workbench::Outcome::cannot_tell:
        break;
    }
    return VerdictTone::cannotTell;
}

void GlyphWordDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    const Tokens& t = tokens();
    paintCellGround(*painter, option, index);
    QRect area = cellContents(option, index);
    const QString name = index.data(items::glyphRole).toString();
    const double middle = area.top() + area.height() / 2.0;
    if (const auto verdict = verdictGlyph(name)) {
        paintVerdictGlyph(*painter, QRectF(area.left() + 2, middle - glyphSide / 2.0, glyphSide, glyphSide),
                          *verdict, t);
    } else if (!name.isEmpty()) {
        icons::paint(*painter, QRectF(area.left(), middle - iconSide / 2.0, iconSide, iconSide), name,
                     toneColour(index, t));
    }
    if (!name.isEmpty()) {
        area.setLeft(area.left() + words);
    }
    painter->setFont(option.font);
    painter->setPen(t.text2);
    painter->drawText(
        area, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, area.width()));
}

} // namespace tiebreak::ui
