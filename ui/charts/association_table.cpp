// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/association_table.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <array>

namespace tiebreak::ui {

namespace {

using workbench::LossScoreReport;

struct Figure {
    const char* name;
    std::optional<double> LossScoreReport::*coefficient;
    std::optional<double> LossScoreReport::*p;
};

constexpr std::array<Figure, 3> figures = {{{QT_TRANSLATE_NOOP("AssociationTable", "Pearson"),
                                             &LossScoreReport::pearson, &LossScoreReport::pearson_p},
                                            {QT_TRANSLATE_NOOP("AssociationTable", "Spearman"),
                                             &LossScoreReport::spearman, &LossScoreReport::spearman_p},
                                            {QT_TRANSLATE_NOOP("AssociationTable", "Kendall τ-b"),
                                             &LossScoreReport::kendall, &LossScoreReport::kendall_p}}};

QString coefficientText(const std::optional<double>& value) {
    return value ? numberText(*value, 3) : QStringLiteral("–");
}

QString pText(const std::optional<double>& p) {
    if (!p) {
        return QStringLiteral("–");
    }
    return *p < 0.001 ? QStringLiteral("<0.001") : numberText(*p, 3);
}

} // namespace

AssociationTable::AssociationTable(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Association of test loss and score"));
}

void AssociationTable::setFigures(const LossScoreReport& all, const std::optional<LossScoreReport>& without) {
    header_ = {tr("All %1").arg(all.n), tr("p")};
    if (without) {
        header_ << tr("Without %1").arg(all.n - without->n) << tr("p");
    }
    rows_.clear();
    for (const Figure& figure : figures) {
        Row row{tr(figure.name), {coefficientText(all.*figure.coefficient), pText(all.*figure.p)}};
        if (without) {
            row.cells << coefficientText((*without).*figure.coefficient) << pText((*without).*figure.p);
        }
        rows_ << row;
    }
    QStringList reasons;
    for (const std::string& warning : all.warnings) {
        reasons << QString::fromStdString(warning);
    }
    whyMissing_ = reasons.join(QLatin1Char('\n'));
    setAccessibleDescription(text());
    updateGeometry();
    update();
}

QString AssociationTable::text() const {
    QString all = QLatin1Char('\t') + header_.join(QLatin1Char('\t'));
    for (const Row& row : rows_) {
        all += QLatin1Char('\n') + row.name + QLatin1Char('\t') + row.cells.join(QLatin1Char('\t'));
    }
    return all;
}

QSize AssociationTable::sizeHint() const {
    return {240, metric::row * (static_cast<int>(rows_.size()) + 1)};
}

bool AssociationTable::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), plainToolTip(whyMissing_), this);
        return true;
    }
    return QWidget::event(event);
}

void AssociationTable::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), metric::row), t.raised);
    const bool two = header_.size() > 2;
    // From the right: p is narrow, the coefficient wider.
    const int pWidth = two ? 46 : 60;
    const int valueWidth = two ? 62 : 80;
    const auto columnRect = [&](int column, int y) {
        int right = width() - metric::paneRight;
        for (int c = static_cast<int>(header_.size()) - 1; c > column; --c) {
            right -= c % 2 == 1 ? pWidth : valueWidth;
        }
        const int w = column % 2 == 1 ? pWidth : valueWidth;
        return QRect(right - w, y, w, metric::row);
    };
    painter.setFont(Theme::font(TextSize::small));
    painter.setPen(t.text3);
    for (int c = 0; c < header_.size(); ++c) {
        painter.drawText(columnRect(c, 0), Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                         header_[c]);
    }
    painter.fillRect(QRect(0, metric::row - 1, width(), 1), t.rowLine);
    int y = metric::row;
    for (const Row& row : rows_) {
        painter.setFont(Theme::font(TextSize::body));
        painter.setPen(t.text);
        painter.drawText(QRect(metric::paneLeft, y, width(), metric::row),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, row.name);
        for (int c = 0; c < row.cells.size(); ++c) {
            const bool p = c % 2 == 1;
            painter.setFont(Theme::font(p ? TextSize::small : TextSize::body));
            painter.setPen(p ? t.text3 : t.text);
            painter.drawText(columnRect(c, y), Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                             row.cells[c]);
        }
        y += metric::row;
        painter.fillRect(QRect(0, y - 1, width(), 1), t.rowLine);
    }
}

} // namespace tiebreak::ui
