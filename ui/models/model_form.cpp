// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_form.h"

#include "client/url.h"
#include "domain/error.h"
#include "text/prompt_template.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"
#include "workbench/save_model.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

using domain::Error;
using domain::ErrorKind;

QLineEdit* field(const char* object, const QString& name, const QString& hint = {}) {
    auto* edit = new QLineEdit;
    edit->setObjectName(QLatin1String(object));
    edit->setAccessibleName(name);
    edit->setPlaceholderText(hint);
    return edit;
}

std::optional<double> numberOf(const QLineEdit& edit) {
    const QString text = edit.text().trimmed();
    if (text.isEmpty()) {
        return std::nullopt;
    }
    bool ok = false;
    const double value = text.toDouble(&ok);
    if (!ok) {
        throw Error(ErrorKind::usage, "\"" + text.toStdString() + "\" is not a number",
                    edit.accessibleName().toStdString(), "write it like 3.674");
    }
    return value;
}

QString textOf(const std::optional<double>& value) {
    return value ? QString::number(*value, 'g', 10) : QString();
}

} // namespace

ModelForm::ModelForm(items::ProjectSession& session, QWidget* parent)
    : Pane(&Tokens::raised, Qt::LeftEdge, parent)
    , session_(session)
    , name_(field("modelName", tr("Name")))
    , api_(new Choice(tr("Interface")))
    , url_(field("modelUrl", tr("Address"), QStringLiteral("http://127.0.0.1:8080/v1")))
    , model_(new QComboBox)
    , key_(field("modelKey", tr("Key name"), tr("env:NAME, or empty for none")))
    , template_(new Choice(tr("Template")))
    , system_(field("modelSystem", tr("System prompt")))
    , temperature_(field("modelTemperature", tr("Temperature"), tr("server's default")))
    , maxTokens_(field("modelMaxTokens", tr("Max tokens"), tr("server's default")))
    , loss_(field("modelLoss", tr("Test loss"), tr("nats a token")))
    , lossSe_(field("modelLossSe", tr("SE of the loss")))
    , lossSet_(field("modelLossSet", tr("Loss set"), tr("held-out text it was measured on")))
    , tokenizer_(field("modelTokenizer", tr("Tokenizer")))
    , tags_(field("modelTags", tr("Tags"), tr("data=FineWeb; size=4M")))
    , preview_(new TextLabel({}, TextSize::fixed, &Tokens::text2))
    , result_(new TextLabel({}, TextSize::small, &Tokens::text2))
    , message_(new MessageBar)
    , test_(new Button(tr("Test connection")))
    , save_(new Button(tr("Save"), ButtonKind::main)) {
    setObjectName(QStringLiteral("modelForm"));
    api_->setObjectName(QStringLiteral("modelApi"));
    api_->addItem(tr("chat (OpenAI's interface)"), static_cast<int>(domain::Api::openai_chat));
    api_->addItem(tr("completions (OpenAI's interface)"), static_cast<int>(domain::Api::openai_completions));
    model_->setEditable(true);
    model_->setObjectName(QStringLiteral("modelId"));
    model_->setAccessibleName(tr("Model id"));
    template_->setObjectName(QStringLiteral("modelTemplate"));
    test_->setObjectName(QStringLiteral("testConnection"));
    test_->setIconName(QStringLiteral("plug"));
    save_->setObjectName(QStringLiteral("saveModel"));
    preview_->setWordWrap(true);
    preview_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    preview_->setObjectName(QStringLiteral("promptPreview"));
    result_->setWordWrap(true);
    result_->setObjectName(QStringLiteral("connectionResult"));
    message_->hide();

    auto* inner = new Pane(&Tokens::raised);
    auto* form = new QFormLayout(inner);
    form->setContentsMargins(16, 8, 12, 12);
    form->setVerticalSpacing(6);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto row = [form](const QString& label, QWidget* widget) {
        auto* text = new TextLabel(label, TextSize::body, &Tokens::text3);
        text->setBuddy(widget);
        form->addRow(text, widget);
    };
    row(tr("Name"), name_);
    row(tr("Interface"), api_);
    row(tr("Address"), url_);
    row(tr("Model id"), model_);
    row(tr("Key name"), key_);
    row(tr("Template"), template_);
    row(tr("System prompt"), system_);
    row(tr("Temperature"), temperature_);
    row(tr("Max tokens"), maxTokens_);
    row(tr("Test loss"), loss_);
    row(tr("SE of it"), lossSe_);
    row(tr("Loss set"), lossSet_);
    row(tr("Tokenizer"), tokenizer_);
    row(tr("Tags"), tags_);
    form->addRow(new TextLabel(tr("The prompt it gets"), TextSize::bodyBold));
    form->addRow(preview_);
    form->addRow(result_);
    auto* scroll = new QScrollArea;
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inner);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new SectionTitle(tr("Model"), tr("nothing is contacted before you press Test")));
    layout->addWidget(message_);
    layout->addWidget(scroll, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(16, 8, 12, 12);
    buttons->addWidget(test_);
    buttons->addStretch();
    buttons->addWidget(save_);
    layout->addLayout(buttons);

    connect(test_, &QAbstractButton::clicked, this, &ModelForm::test);
    connect(save_, &QAbstractButton::clicked, this, &ModelForm::save);
    connect(api_, &QComboBox::currentIndexChanged, this,
            [this] { updateFor(base_.api == domain::Api::recorded); });
    connect(template_, &QComboBox::currentIndexChanged, this, &ModelForm::showPreview);
    connect(system_, &QLineEdit::textChanged, this, &ModelForm::showPreview);
    startNew();
}

QWidget* ModelForm::firstField() const {
    return name_;
}

void ModelForm::startNew() {
    domain::Candidate fresh;
    fresh.api = domain::Api::openai_chat;
    fresh.endpoint.base_url = "http://127.0.0.1:8080/v1";
    fresh.parameters.temperature = 0.0;
    fresh.parameters.max_tokens = 256;
    setModel(fresh);
}

void ModelForm::setModel(const domain::Candidate& model) {
    base_ = model;
    message_->hide();
    result_->clear();
    name_->setText(QString::fromStdString(model.name));
    api_->setCurrentIndex(std::max(0, api_->findData(static_cast<int>(model.api))));
    url_->setText(QString::fromStdString(model.endpoint.base_url));
    model_->clear();
    model_->setEditText(QString::fromStdString(model.model));
    key_->setText(QString::fromStdString(model.endpoint.key));
    system_->setText(QString::fromStdString(model.system));
    temperature_->setText(textOf(model.parameters.temperature));
    maxTokens_->setText(model.parameters.max_tokens ? QString::number(*model.parameters.max_tokens)
                                                    : QString());
    loss_->setText(textOf(model.test_loss.value));
    lossSe_->setText(textOf(model.test_loss.se));
    lossSet_->setText(QString::fromStdString(model.test_loss.loss_set));
    tokenizer_->setText(QString::fromStdString(model.test_loss.tokenizer));
    QStringList tags;
    for (const auto& [key, value] : model.tags) {
        tags.append(QString::fromStdString(key + "=" + value));
    }
    tags_->setText(tags.join(QStringLiteral("; ")));
    updateFor(model.api == domain::Api::recorded);
    template_->setCurrentIndex(
        std::max(0, template_->findData(QString::fromStdString(model.prompt_template))));
}

/// Recorded answers have no address; a completions server needs a template, and a chat server has its own.
void ModelForm::updateFor(bool recorded) {
    for (QWidget* widget : std::initializer_list<QWidget*>{api_, url_, model_, key_, template_, system_,
                                                           temperature_, maxTokens_, test_}) {
        widget->setEnabled(!recorded);
    }
    const QString before = template_->currentData().toString();
    const bool chat = api_->currentData().toInt() == static_cast<int>(domain::Api::openai_chat);
    template_->clear();
    if (chat) {
        template_->addItem(tr("the server's own"), QString());
        template_->addItem(tr("alpaca, as one message"), QStringLiteral("alpaca"));
    } else {
        for (const std::string& name : text::builtin_templates()) {
            template_->addItem(QString::fromStdString(name), QString::fromStdString(name));
        }
    }
    template_->setCurrentIndex(std::max(0, template_->findData(before)));
    showPreview();
}

void ModelForm::showPreview() {
    if (base_.api == domain::Api::recorded) {
        preview_->setText(
            tr("Answers from %1; nothing is asked.").arg(QString::fromStdString(base_.responses_path)));
        return;
    }
    try {
        const std::string chosen = template_->currentData().toString().toStdString();
        const std::string system = system_->text().toStdString();
        QString shown;
        if (api_->currentData().toInt() == static_cast<int>(domain::Api::openai_chat)) {
            for (const domain::Message& message : text::as_messages(chosen, "INSTRUCTION", "INPUT", system)) {
                shown += QString::fromStdString("[" + message.role + "]\n" + message.content + "\n");
            }
        } else {
            shown = QString::fromStdString(text::render_prompt(chosen, "INSTRUCTION", "INPUT", system));
        }
        preview_->setText(shown);
    } catch (const Error& error) {
        preview_->setText(QString::fromStdString(error.what()));
    }
}

domain::Candidate ModelForm::model() const {
    domain::Candidate c = base_;
    c.name = name_->text().trimmed().toStdString();
    if (c.name.empty()) {
        throw Error(ErrorKind::usage, "the model has no name", "Name",
                    "give it one: it stands in every table and chart");
    }
    if (c.api != domain::Api::recorded) {
        c.api = static_cast<domain::Api>(api_->currentData().toInt());
        c.endpoint.base_url = client::parse_url(url_->text().trimmed().toStdString()).text;
        c.model = model_->currentText().trimmed().toStdString();
        const QString key = key_->text().trimmed();
        if (!key.isEmpty() && !key.startsWith(QLatin1String("env:")) &&
            !key.startsWith(QLatin1String("keyring:"))) {
            throw Error(ErrorKind::secret, "this is not the name of a key", "Key name",
                        "put the key in an environment variable and write env:NAME here");
        }
        c.endpoint.key = key.toStdString();
        c.prompt_template = template_->currentData().toString().toStdString();
        c.system = system_->text().toStdString();
        c.parameters.temperature = numberOf(*temperature_);
        const std::optional<double> limit = numberOf(*maxTokens_);
        c.parameters.max_tokens = limit ? std::optional(static_cast<std::int64_t>(*limit)) : std::nullopt;
    }
    c.test_loss = {numberOf(*loss_), numberOf(*lossSe_), lossSet_->text().trimmed().toStdString(),
                   tokenizer_->text().trimmed().toStdString()};
    c.tags.clear();
    for (const QString& pair : tags_->text().split(QLatin1Char(';'), Qt::SkipEmptyParts)) {
        const QString key = pair.section(QLatin1Char('='), 0, 0).trimmed();
        if (!key.isEmpty()) {
            c.tags[key.toStdString()] = pair.section(QLatin1Char('='), 1).trimmed().toStdString();
        }
    }
    return c;
}

void ModelForm::test() {
    try {
        const domain::Candidate wanted = model();
        message_->hide();
        result_->setText(tr("Asking %1 …").arg(QString::fromStdString(wanted.endpoint.base_url)));
        test_->setEnabled(false);
        session_.background().run(
            this, testTicket_,
            [client = session_.client(), wanted](const std::stop_token&) {
                return client::test_connection(*client, wanted);
            },
            [this](const std::shared_ptr<const client::ConnectionReport>& report) { showReport(*report); },
            [this](const items::ErrorInfo& error) { showError(error); });
    } catch (...) {
        showError(items::ErrorInfo::from(std::current_exception()));
    }
}

void ModelForm::showReport(const client::ConnectionReport& report) {
    test_->setEnabled(true);
    if (!report.reachable) {
        result_->clear();
        message_->showMessage(MessageBar::Kind::error,
                              tr("No answer: %1").arg(QString::fromStdString(report.detail)),
                              tr("Start the server, or check address and key name."));
        return;
    }
    const QString before = model_->currentText();
    model_->clear();
    for (const std::string& id : report.models) {
        model_->addItem(QString::fromStdString(id));
    }
    model_->setEditText(
        before.isEmpty() && !report.models.empty() ? QString::fromStdString(report.models.front()) : before);
    QStringList lines;
    lines.append(tr("Answered in %1 ms; %2 listed.")
                     .arg(numberText(report.latency_ms.value_or(0), 0),
                          countedText(static_cast<qint64>(report.models.size()), tr("model"), tr("models"))));
    if (!before.isEmpty() && !report.model_listed) {
        lines.append(tr("\"%1\" is not among them.").arg(before));
    }
    switch (report.weights.knowledge) {
    case client::Weights::Knowledge::told:
        lines.append(tr("Weights: %1").arg(QString::fromStdString(report.weights.detail)));
        break;
    case client::Weights::Knowledge::cannot_tell:
        lines.append(tr("The server does not tell its weights: stored answers are used again only when you "
                        "say that they are the same."));
        break;
    default:
        lines.append(QString::fromStdString(report.weights.detail));
    }
    result_->setText(lines.join(QLatin1Char('\n')));
}

void ModelForm::save() {
    try {
        save_->setEnabled(false);
        session_.background().run(
            this, saveTicket_,
            [project = session_.project(), client = session_.client(), wanted = model()](
                const std::stop_token&) { return workbench::save_model(*project, *client, wanted).value; },
            [this](const std::shared_ptr<const std::int64_t>& id) {
                save_->setEnabled(true);
                session_.refresh();
                emit saved(*id);
            },
            [this](const items::ErrorInfo& error) { showError(error); });
    } catch (...) {
        showError(items::ErrorInfo::from(std::current_exception()));
    }
}

void ModelForm::showError(const items::ErrorInfo& error) {
    test_->setEnabled(base_.api != domain::Api::recorded);
    save_->setEnabled(true);
    result_->clear();
    message_->showMessage(
        MessageBar::Kind::error,
        error.where.isEmpty() ? error.what : error.where + QStringLiteral(": ") + error.what, error.mend);
}

} // namespace tiebreak::ui
