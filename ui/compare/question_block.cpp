// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/question_block.h"

#include "items/compare_list_model.h"
#include "ui/compare/column_words.h"
#include "ui/compare/item_marks.h"
#include "ui/compare/safe_text_view.h"
#include "ui/theme/style.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/key_cap.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr int fieldIndent = 76;
constexpr int titleHeight = 20;
constexpr int top = 9;
constexpr int gap = 4;
constexpr int bottom = 9;
constexpr int lineHeight = 19;

void addField(items::SafeText& all, const QString& name, const std::string& value, items::RunStyle style) {
    if (value.empty()) {
        return;
    }
    items::SafeText text = items::safeText(value);
    for (items::TextLine& line : text.lines) {
        for (items::TextRun& run : line.runs) {
            run.style = style;
        }
    }
    auto& first = text.lines.front().runs;
    first.insert(first.begin(), items::TextRun{name + QLatin1Char('\t'), items::RunStyle::hint});
    all.lines.insert(all.lines.end(), text.lines.begin(), text.lines.end());
}

/// "reruns differ for text-davinci-001": a mark in words, with the candidates it is about.
QString markText(const workbench::CompareIndex& index, const workbench::CompareDetail& detail, unsigned mark,
                 const items::ScoreScale& scale, bool blind) {
    const QString words = items::markWords(mark).join(QString());
    QStringList names;
    for (std::size_t i = 0; !blind && i < detail.columns.size(); ++i) {
        const int candidate = static_cast<int>(i);
        if (columnWords(index, detail, candidate, candidate, false, scale).marks & mark) {
            names << items::safeLine(detail.columns[i].name);
        }
    }
    if (names.isEmpty() || names.size() > 2) {
        return words;
    }
    return QuestionBlock::tr("%1 for %2").arg(words, names.join(QuestionBlock::tr(" and ")));
}

} // namespace

QuestionBlock::QuestionBlock(QWidget* parent)
    : Pane(&Tokens::raised, Qt::BottomEdge, parent) {
    setObjectName(QStringLiteral("question"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metric::paneLeft, top, 0, bottom);
    column->setSpacing(gap);
    auto* title = new QHBoxLayout;
    title->setSpacing(4);
    label_ = new TextLabel({}, TextSize::bodyBold);
    label_->setFixedHeight(titleHeight);
    title->addWidget(label_);
    title->addSpacing(8);
    for (const QString& key : {QStringLiteral("P"), QStringLiteral("N")}) {
        auto* cap = new KeyCap(key);
        cap->setToolTip(key == QStringLiteral("P") ? tr("P: previous item") : tr("N: next item"));
        title->addWidget(cap);
    }
    title->addSpacing(4);
    badges_ = new QHBoxLayout;
    badges_->setSpacing(8);
    title->addLayout(badges_);
    title->addStretch(1);
    column->addLayout(title);
    fields_ = new SafeTextView(tr("Question"));
    fields_->setGround(&Tokens::raised);
    fields_->setFocusShown(true);
    fields_->setLineHeight(lineHeight);
    fields_->setParagraphs(0, fieldIndent);
    fields_->setTextMargins({0, 0, metric::paneRight, 0});
    fields_->setMinimumHeight(lineHeight);
    column->addWidget(fields_, 1);
    connect(fields_, &SafeTextView::completed, this, &QuestionBlock::fitHeight);
}

void QuestionBlock::showItem(const workbench::CompareIndex* index,
                             const std::shared_ptr<const workbench::CompareDetail>& detail, bool blind,
                             bool hidden) {
    while (QLayoutItem* item = badges_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (!index || !detail) {
        label_->setText({});
        fields_->showText(std::make_shared<const items::SafeText>());
        return;
    }
    label_->setText(tr("Item %1").arg(items::safeLine(detail->label)));
    const auto badge = [this](const QString& text, BadgeTone tone, const QString& icon = {}) {
        badges_->addWidget(new Badge(text, tone, icon));
    };
    if (!detail->content.category.empty()) {
        badge(items::safeLine(detail->content.category), BadgeTone::neutral);
    }
    const items::ScoreScale scale = items::scoreScale(*index);
    for (unsigned bit = 1; bit <= 1024; bit <<= 1) {
        const unsigned mark = (blind ? blindMarks(detail->marks) : detail->marks) & bit;
        for (const MarkKind kind : marksOf(mark)) {
            const BadgeTone tone = kind == MarkKind::tie      ? BadgeTone::neutral
                                   : kind == MarkKind::failed ? BadgeTone::bad
                                                              : BadgeTone::warn;
            badge(markText(*index, *detail, mark, scale, blind), tone, markIcon(kind));
        }
    }
    if (hidden) {
        badge(tr("not in the list: the filter leaves it out"), BadgeTone::neutral, QStringLiteral("filter"));
    }
    const domain::Item& item = detail->content;
    items::SafeText fields;
    addField(fields, tr("System"), item.system, items::RunStyle::secondary);
    addField(fields, tr("Instruction"), item.instruction, items::RunStyle::plain);
    addField(fields, tr("Input"), item.input, items::RunStyle::plain);
    for (std::size_t i = 0; i < item.turns.size(); ++i) {
        addField(fields, tr("Turn %1").arg(i + 2), item.turns[i], items::RunStyle::plain);
    }
    addField(fields, tr("Reference"), item.reference, items::RunStyle::secondary);
    fields_->showText(std::make_shared<const items::SafeText>(std::move(fields)));
    fitHeight();
}

void QuestionBlock::setMostHeight(int pixels) {
    mostHeight_ = pixels;
    fitHeight();
}

void QuestionBlock::resizeEvent(QResizeEvent* event) {
    Pane::resizeEvent(event);
    fitHeight();
}

void QuestionBlock::fitHeight() {
    const int besides = top + titleHeight + gap + bottom + 1;
    const int least = besides + lineHeight;
    const int wanted = std::clamp(besides + fields_->textHeight(), least, std::max(least, mostHeight_));
    if (height() != wanted || minimumHeight() != wanted) {
        setFixedHeight(wanted);
    }
}

} // namespace tiebreak::ui
