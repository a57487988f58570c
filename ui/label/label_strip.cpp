// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/label_strip.h"

#include "items/figures.h"
#include "ui/theme/style.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace tiebreak::ui {

namespace {

constexpr int stripHeight = 60;

QString perCent(double share) {
    // 98.75 % must not be shown as 99 %, nor 94.9 % as 95 %.
    return items::figure(std::floor(share * 1000) / 10, share >= 0.9 && share < 1 ? 1 : 0);
}

} // namespace

/// The certainty so far as a line, under the dashed one that it has to reach.
class CertaintyLine : public QWidget {
    Q_OBJECT

public:
    CertaintyLine() {
        setObjectName(QStringLiteral("certainty"));
        setMinimumWidth(240);
        setMaximumWidth(356);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setFixedHeight(44);
    }

    void show(const std::vector<double>& history, const workbench::LabelProgress& progress) {
        history_ = history;
        progress_ = progress;
        const QString words =
            tr("Now %1 % sure that the order stays; called settled from %2 %, so that the claim holds in 95 "
               "of 100 runs though it is looked for after every label. Covers the ties that are still open; "
               "leaves out the sampling of items and what people get wrong.")
                .arg(perCent(progress.share), perCent(progress.needed));
        setToolTip(plainToolTip(words));
        setAccessibleName(tr("Certainty of the order"));
        setAccessibleDescription(words);
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        if (history_.empty()) {
            return;
        }
        const Tokens& t = tokens();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setFont(Theme::font(TextSize::tick));
        const QFontMetrics metrics(painter.font());
        const QString now = tr("now %1 %").arg(perCent(progress_.share));
        const QString goal = tr("settled at %1 %").arg(perCent(progress_.needed));
        const int goalWidth = metrics.horizontalAdvance(goal);
        const int nowWidth = metrics.horizontalAdvance(now);
        const QRectF plot(2, 6, width() - nowWidth - goalWidth - 34, height() - 12);
        const auto y = [&](double share) {
            return plot.bottom() - plot.height() * std::clamp(share, 0.0, 1.0);
        };
        const double top = y(progress_.needed);
        painter.setPen(QPen(t.ok, 1.2, Qt::DashLine));
        painter.drawLine(QPointF(plot.left(), top), QPointF(width() - 2, top));
        painter.setPen(t.ok);
        painter.drawText(QRectF(width() - goalWidth - 2, top + 3, goalWidth + 1, metrics.height()),
                         Qt::AlignRight | Qt::AlignTop, goal);
        QPainterPath path;
        const double step = history_.size() > 1 ? plot.width() / static_cast<double>(history_.size() - 1) : 0;
        QPointF at;
        for (std::size_t k = 0; k < history_.size(); ++k) {
            at = QPointF(history_.size() > 1 ? plot.left() + step * static_cast<double>(k) : plot.right(),
                         y(history_[k]));
            k == 0 ? path.moveTo(at) : path.lineTo(at);
        }
        painter.setPen(QPen(t.accent, 1.6));
        painter.drawPath(path);
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.accent);
        painter.drawEllipse(at, 3.5, 3.5);
        painter.setPen(t.text2);
        const double words = std::clamp(at.y() + 1, top + 3, plot.bottom() - metrics.height() + 4);
        painter.drawText(QRectF(plot.right() + 9, words, nowWidth + 2, metrics.height()), Qt::AlignLeft, now);
    }

private:
    std::vector<double> history_;
    workbench::LabelProgress progress_;
};

QString labelHeadline(const LabelStrip::State& state) {
    if (state.randomOnly) {
        return LabelStrip::tr("Cards drawn at random: how far people and judges agree");
    }
    if (!state.progress) {
        return LabelStrip::tr("Counting how sure the order is");
    }
    const workbench::LabelProgress& progress = *state.progress;
    if (progress.open == 0) {
        return progress.settled_ties > 0 ? LabelStrip::tr("Settled: no tie is left")
                                         : LabelStrip::tr("Nothing is tied: the judge decided every pair");
    }
    if (progress.settled) {
        return LabelStrip::tr("The order is settled at 95 %: more labels would hardly change it");
    }
    return progress.more == 1 ? LabelStrip::tr("About one more until the order is settled at 95 %")
                              : LabelStrip::tr("About %1 more until the order is settled at 95 %")
                                    .arg(items::count(progress.more));
}

LabelStrip::LabelStrip(QWidget* parent)
    : Pane(&Tokens::raised, Qt::BottomEdge, parent)
    , headline_(new ElidedLabel({}, TextSize::bodyBold))
    , detail_(new ElidedLabel({}, TextSize::small, &Tokens::text2))
    , judgings_(new Choice(tr("Whose ties are settled")))
    , line_(new CertaintyLine) {
    setFixedHeight(stripHeight);
    headline_->setObjectName(QStringLiteral("labelHeadline"));
    detail_->setObjectName(QStringLiteral("labelDetail"));
    judgings_->setObjectName(QStringLiteral("labelJudging"));
    judgings_->setFlat(true);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(metric::paneLeft, 8, 16, 8);
    line->setSpacing(16);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch(1);
    words->addWidget(headline_);
    auto* second = new QHBoxLayout;
    second->setSpacing(6);
    second->addWidget(detail_, 1);
    words->addLayout(second);
    words->addStretch(1);
    line->addLayout(words, 1);
    line->addWidget(judgings_);
    line->addWidget(line_);
}

void LabelStrip::showState(const State& state) {
    headline_->setText(labelHeadline(state));
    const auto& counts = state.counts;
    QStringList parts;
    if (counts.tie_breaks > 0) {
        parts << tr("%1 tie-breaks").arg(items::count(counts.tie_breaks));
    }
    if (counts.agreement > 0) {
        parts << tr("%1 from the random fifth").arg(items::count(counts.agreement));
    }
    if (counts.again > 0) {
        parts << tr("%1 shown again with sides swapped").arg(items::count(counts.again));
    }
    QString text = tr("%1 labelled").arg(items::count(counts.all()));
    if (!parts.isEmpty()) {
        text += tr(": %1").arg(parts.join(QStringLiteral(", ")));
    }
    if (state.progress && !state.randomOnly) {
        text += state.judged ? tr("; %1 ties open").arg(items::count(state.progress->open))
                             : tr("; nobody judged this run, so all %1 pairs are open")
                                   .arg(items::count(state.progress->open));
    }
    detail_->setText(text);
    line_->setVisible(state.progress.has_value() && !state.randomOnly);
    if (state.progress) {
        line_->show(state.history, *state.progress);
    }
}

QString LabelStrip::headline() const {
    return headline_->text();
}

QString LabelStrip::detail() const {
    return detail_->text();
}

} // namespace tiebreak::ui

#include "label_strip.moc"
