// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rubrics/rubric_form.h"

#include "ui/widgets/choice.h"
#include "ui/widgets/text_label.h"

#include <QFormLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr int scoreWidth = 40;

/// Puts a text in without moving the cursor where it stands already.
void showText(QPlainTextEdit& edit, const std::string& text) {
    const QString wanted = QString::fromStdString(text);
    if (edit.toPlainText() != wanted) {
        edit.setPlainText(wanted);
        edit.moveCursor(QTextCursor::End);
    }
}

} // namespace

RubricForm::RubricForm(QWidget* parent)
    : Pane(&Tokens::content, {}, parent)
    , name_(new QLineEdit)
    , scale_(new Choice(tr("Scale")))
    , scaleNote_(new TextLabel({}, TextSize::small, &Tokens::text3)) {
    setObjectName(QStringLiteral("rubricForm"));
    name_->setObjectName(QStringLiteral("rubricName"));
    name_->setAccessibleName(tr("Name of the rubric"));
    name_->setMaxLength(120);
    criteria_ = textField(tr("Criteria"), 6);
    criteria_->setObjectName(QStringLiteral("rubricCriteria"));
    criteria_->setPlaceholderText(tr("What a good answer is. The judge reads this as it stands."));
    scale_->setObjectName(QStringLiteral("rubricScale"));
    for (const items::RubricScale& scale : items::rubricScales()) {
        scale_->addItem(QString::fromUtf8(scale.name));
    }

    auto* inner = new Pane(&Tokens::content);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(16, 10, 16, 16);
    column->setSpacing(4);
    const auto label = [&](const QString& text, QWidget* buddy) {
        auto* made = new TextLabel(text, TextSize::small, &Tokens::text3);
        made->setBuddy(buddy);
        column->addWidget(made);
    };
    label(tr("Name"), name_);
    column->addWidget(name_);
    column->addSpacing(8);
    label(tr("Criteria: what a good answer is"), criteria_);
    column->addWidget(criteria_);
    column->addSpacing(8);
    label(tr("Scale"), scale_);
    auto* scaleLine = new QHBoxLayout;
    scaleLine->addWidget(scale_);
    scaleLine->addWidget(scaleNote_);
    scaleLine->addStretch();
    column->addLayout(scaleLine);
    column->addSpacing(8);
    column->addWidget(
        new TextLabel(tr("What each score means (may be left empty)"), TextSize::small, &Tokens::text3));
    descriptions_ = new QVBoxLayout;
    descriptions_->setSpacing(6);
    column->addLayout(descriptions_);
    column->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(inner);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);

    connect(name_, &QLineEdit::textEdited, this, [this](const QString& text) {
        rubric_.name = text.toStdString();
        emit changed(items::RubricEditor::Part::name, rubric_, 0);
    });
    name_->installEventFilter(this);
    connect(criteria_, &QPlainTextEdit::textChanged, this, [this] {
        if (!showing_) {
            rubric_.criteria = criteria_->toPlainText().toStdString();
            emit changed(items::RubricEditor::Part::criteria, rubric_, 0);
        }
    });
    connect(scale_, &QComboBox::activated, this, &RubricForm::chooseScale);
}

QWidget* RubricForm::firstField() const {
    return name_;
}

/// Undo is the rubric's, over all its parts: a field's own would bring back a text and leave the rest.
QPlainTextEdit* RubricForm::textField(const QString& name, int lines) {
    auto* edit = new QPlainTextEdit;
    edit->setAccessibleName(name);
    edit->setTabChangesFocus(true);
    edit->setUndoRedoEnabled(false);
    edit->setFixedHeight(edit->fontMetrics().lineSpacing() * lines + 12);
    edit->installEventFilter(this);
    return edit;
}

bool RubricForm::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore(); // goes on to the window's
            return true;
        }
    }
    return Pane::eventFilter(watched, event);
}

void RubricForm::setRubric(const domain::Rubric& rubric, bool editable) {
    showing_ = true;
    rubric_ = rubric;
    editable_ = editable;
    if (name_->text() != QString::fromStdString(rubric.name)) {
        name_->setText(QString::fromStdString(rubric.name));
    }
    name_->setReadOnly(!editable);
    showText(*criteria_, rubric.criteria);
    criteria_->setReadOnly(!editable);
    const int scale = items::scaleOf(rubric);
    const int own = static_cast<int>(items::rubricScales().size());
    if (scale < 0 && scale_->count() == own) {
        scale_->addItem(items::scaleText(rubric));
    } else if (scale >= 0 && scale_->count() > own) {
        scale_->removeItem(own);
    }
    scale_->setCurrentIndex(scale < 0 ? own : scale);
    scale_->setEnabled(editable);
    const int described = static_cast<int>(rubric.descriptions.size());
    const int offered =
        scale < 0 ? described : items::rubricScales()[static_cast<std::size_t>(scale)].described;
    const int count = described > 0 ? described : offered;
    scaleNote_->setText(rubric.yes_no ? tr("asked as a question, counted as 0 and 1") : QString());
    buildDescriptions(count);
    for (int i = 0; i < count; ++i) {
        scores_[i]->setText(items::describedScore(rubric, i, count));
        texts_[i]->setAccessibleName(tr("What score %1 means").arg(scores_[i]->text()));
        showText(*texts_[i],
                 i < described ? rubric.descriptions[static_cast<std::size_t>(i)] : std::string());
        texts_[i]->setReadOnly(!editable);
    }
    showing_ = false;
}

void RubricForm::buildDescriptions(int count) {
    while (texts_.size() > count) {
        delete descriptions_->takeAt(descriptions_->count() - 1);
        delete texts_.takeLast();
        delete scores_.takeLast();
    }
    while (texts_.size() < count) {
        const int index = static_cast<int>(texts_.size());
        auto* score = new TextLabel({}, TextSize::bodyBold);
        score->setFixedWidth(scoreWidth);
        score->setAlignment(Qt::AlignRight | Qt::AlignTop);
        score->setContentsMargins(0, 5, 4, 0);
        QPlainTextEdit* text = textField({}, 2);
        text->setObjectName(QStringLiteral("rubricDescription%1").arg(index));
        auto* line = new QHBoxLayout;
        line->setSpacing(8);
        line->addWidget(score);
        line->addWidget(text, 1);
        descriptions_->addLayout(line);
        texts_.append(text);
        scores_.append(score);
        connect(text, &QPlainTextEdit::textChanged, this, [this, text, index] {
            if (showing_) {
                return;
            }
            rubric_.descriptions.resize(static_cast<std::size_t>(texts_.size()));
            rubric_.descriptions[static_cast<std::size_t>(index)] = text->toPlainText().toStdString();
            emit changed(items::RubricEditor::Part::description, rubric_, index);
        });
    }
}

/// Descriptions stay where the new scale has as many; else they are put where they stand on it by share.
void RubricForm::chooseScale(int index) {
    const auto& scales = items::rubricScales();
    if (index < 0 || index >= static_cast<int>(scales.size())) {
        return;
    }
    const items::RubricScale& scale = scales[static_cast<std::size_t>(index)];
    const std::vector<std::string> before = rubric_.descriptions;
    rubric_.yes_no = scale.yesNo;
    rubric_.scale_min = scale.low;
    rubric_.scale_max = scale.high;
    rubric_.descriptions.clear();
    if (!before.empty()) {
        rubric_.descriptions.resize(static_cast<std::size_t>(scale.described));
        for (std::size_t i = 0; i < before.size(); ++i) {
            const std::size_t to =
                before.size() == 1 ? 0 : i * (rubric_.descriptions.size() - 1) / (before.size() - 1);
            std::string& place = rubric_.descriptions[to];
            place += place.empty() || before[i].empty() ? before[i] : "; " + before[i];
        }
    }
    emit changed(items::RubricEditor::Part::scale, rubric_, 0);
}

} // namespace tiebreak::ui
