// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rubrics/rubric_preview_pane.h"

#include "ui/compare/safe_text_view.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"
#include "workbench/rubric_preview.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

struct Rendered {
    items::SafeText text;
    int number = 1;
    int items = 1;
    int answers = 0;
    std::string source;
    std::size_t characters = 0;
};

Rendered shown(const workbench::RubricPreview& preview) {
    Rendered rendered;
    rendered.number = preview.item_number;
    rendered.items = preview.items;
    rendered.answers = preview.answers;
    rendered.source = preview.source;
    rendered.characters = preview.characters;
    for (const domain::Message& message : preview.messages) {
        if (!rendered.text.lines.empty()) {
            rendered.text.lines.push_back({});
        }
        rendered.text.lines.push_back(
            {{{QString::fromStdString(message.role), items::RunStyle::strong}}, false});
        items::SafeText part = items::safeText(message.content);
        rendered.text.lines.insert(rendered.text.lines.end(), part.lines.begin(), part.lines.end());
        rendered.text.bytes += part.bytes;
        rendered.text.shown += part.shown;
    }
    return rendered;
}

} // namespace

RubricPreviewPane::RubricPreviewPane(items::ProjectSession& session, QWidget* parent)
    : Pane(&Tokens::raised, Qt::LeftEdge, parent)
    , session_(session)
    , protocol_(new Choice(tr("Protocol of the preview")))
    , before_(Button::iconOnly(QStringLiteral("chevron-left"), tr("Item before")))
    , after_(Button::iconOnly(QStringLiteral("chevron-right"), tr("Next item")))
    , which_(new TextLabel({}, TextSize::small, &Tokens::text3))
    , text_(new SafeTextView(tr("The judge's prompt"))) {
    setObjectName(QStringLiteral("rubricPreview"));
    protocol_->setObjectName(QStringLiteral("previewProtocol"));
    protocol_->setFlat(true);
    protocol_->addItem(tr("single answer"), static_cast<int>(domain::Protocol::single));
    protocol_->addItem(tr("joint, all answers"), static_cast<int>(domain::Protocol::joint));
    protocol_->addItem(tr("rubric"), static_cast<int>(domain::Protocol::rubric));
    before_->setObjectName(QStringLiteral("previewBefore"));
    after_->setObjectName(QStringLiteral("previewNext"));
    text_->setObjectName(QStringLiteral("previewText"));
    text_->setFont(Theme::font(TextSize::fixed));
    text_->setGround(&Tokens::raised);
    text_->setLineHeight(17);
    text_->setTextMargins({16, 8, 12, 12});
    which_->setWordWrap(true);
    which_->setContentsMargins(16, 0, 12, 6);
    which_->setObjectName(QStringLiteral("previewSource"));
    auto* title = new SectionTitle(tr("What the judge gets"));
    title->addAction(protocol_);
    title->addAction(before_);
    title->addAction(after_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(title);
    layout->addWidget(which_);
    layout->addWidget(text_, 1);
    rest_.setSingleShot(true);
    rest_.setInterval(120);
    connect(&rest_, &QTimer::timeout, this, &RubricPreviewPane::render);
    connect(protocol_, &QComboBox::currentIndexChanged, this, &RubricPreviewPane::render);
    connect(before_, &QAbstractButton::clicked, this, [this] {
        number_ = std::max(1, number_ - 1);
        render();
    });
    connect(after_, &QAbstractButton::clicked, this, [this] {
        number_ = std::min(items_, number_ + 1);
        render();
    });
}

domain::Protocol RubricPreviewPane::protocol() const {
    return static_cast<domain::Protocol>(protocol_->currentData().toInt());
}

void RubricPreviewPane::setRubric(const domain::Rubric& rubric) {
    rubric_ = rubric;
    rest_.start();
}

void RubricPreviewPane::render() {
    session_.read(
        this, ticket_,
        [rubric = rubric_, kind = protocol(), number = number_](store::Connection& c) {
            return shown(workbench::preview_rubric(c, rubric, kind, number));
        },
        [this](const std::shared_ptr<const Rendered>& rendered) {
            number_ = rendered->number;
            items_ = rendered->items;
            before_->setEnabled(number_ > 1);
            after_->setEnabled(number_ < items_);
            which_->setText(tr("Item %1 of %2; %3; %4; %5 characters")
                                .arg(number_)
                                .arg(items_)
                                .arg(items::safeLine(rendered->source),
                                     countedText(rendered->answers, tr("answer"), tr("answers")),
                                     countText(static_cast<qint64>(rendered->characters))));
            text_->showText(std::make_shared<const items::SafeText>(rendered->text));
        },
        [this](const items::ErrorInfo& error) {
            which_->setText(error.mend.isEmpty() ? error.what
                                                 : error.what + QStringLiteral(". ") + error.mend);
            text_->showText(std::make_shared<const items::SafeText>());
        });
}

} // namespace tiebreak::ui
