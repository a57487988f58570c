// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_form.h"

#include "items/safe_text.h"
#include "text/prompt_template.h"
#include "ui/compare/safe_text_view.h"
#include "ui/models/model_fields.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"
#include "workbench/prompt_preview.h"
#include "workbench/save_model.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr const char* ownTemplate = "own";

/// A place to type a few lines into, which Tab leaves.
QPlainTextEdit* lines(const char* object, const QString& name, int count) {
    auto* edit = new QPlainTextEdit;
    edit->setObjectName(QLatin1String(object));
    edit->setAccessibleName(name);
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(edit->fontMetrics().lineSpacing() * count + 12);
    return edit;
}

/// A real item to show the prompt with: the newest eval set's first.
domain::Item previewItem(store::Connection& connection) {
    for (const store::EvalSetRow& set : store::eval_sets(connection)) {
        if (set.items > 0) {
            return store::items(connection, set.newest).front().content;
        }
    }
    domain::Item item;
    item.instruction = "INSTRUCTION";
    item.input = "INPUT";
    return item;
}

struct Preview {
    items::SafeText text;
    std::vector<std::string> warnings;
};

Preview shown(const workbench::PromptPreview& preview) {
    Preview result{{}, preview.warnings};
    if (preview.messages.empty()) {
        result.text = items::safeText(preview.prompt);
        return result;
    }
    for (const domain::Message& message : preview.messages) {
        result.text.lines.push_back(
            {{{QString::fromStdString(message.role), items::RunStyle::strong}}, false});
        items::SafeText part = items::safeText(message.content);
        result.text.lines.insert(result.text.lines.end(), part.lines.begin(), part.lines.end());
        result.text.bytes += part.bytes;
    }
    return result;
}

} // namespace

ModelForm::ModelForm(items::ProjectSession& session, QWidget* parent)
    : Pane(&Tokens::raised, Qt::LeftEdge, parent)
    , session_(session)
    , title_(new SectionTitle(tr("Model"), tr("nothing is contacted before you press Test")))
    , name_(formField("modelName", tr("Name")))
    , api_(new Choice(tr("Interface")))
    , url_(formField("modelUrl", tr("Address"), QStringLiteral("http://127.0.0.1:8080/v1")))
    , model_(new QComboBox)
    , key_(formField("modelKey", tr("Key name"), tr("env:NAME or keyring:NAME; empty: none")))
    , template_(new Choice(tr("Template")))
    , ownTemplate_(lines("modelOwnTemplate", tr("Own template"), 5))
    , system_(lines("modelSystem", tr("System prompt"), 2))
    , temperature_(formField("modelTemperature", tr("Temperature"), tr("server's default")))
    , topP_(formField("modelTopP", tr("Top-p"), tr("server's default")))
    , maxTokens_(formField("modelMaxTokens", tr("Max tokens"), tr("server's default")))
    , seed_(formField("modelSeed", tr("Seed"), tr("server's default")))
    , stop_(formField("modelStop", tr("Stop strings"), tr("### Instruction:; \\n\\n")))
    , concurrency_(new QSpinBox)
    , perMinute_(formField("modelPerMinute", tr("Requests a minute"), tr("no limit")))
    , timeout_(formField("modelTimeout", tr("Timeout, seconds"), QStringLiteral("120")))
    , priceIn_(formField("modelPriceIn", tr("Price of a million tokens in, US dollars"), tr("unknown")))
    , priceOut_(formField("modelPriceOut", tr("Price of a million tokens out, US dollars"), tr("unknown")))
    , loss_(formField("modelLoss", tr("Test loss"), tr("nats a token")))
    , lossSe_(formField("modelLossSe", tr("SE of the loss")))
    , lossSet_(formField("modelLossSet", tr("Loss set"), tr("held-out text it was measured on")))
    , tokenizer_(formField("modelTokenizer", tr("Tokenizer")))
    , parent_(formField("modelParent", tr("Parent checkpoint"), tr("what it was trained from")))
    , tags_(formField("modelTags", tr("Tags"), tr("data=FineWeb; size=4M")))
    , preview_(new SafeTextView(tr("The prompt it gets")))
    , warnings_(new TextLabel({}, TextSize::small, &Tokens::warn))
    , result_(new TextLabel({}, TextSize::small, &Tokens::text2))
    , message_(new MessageBar)
    , test_(new Button(tr("Test connection")))
    , save_(new Button(tr("Save"), ButtonKind::main)) {
    setObjectName(QStringLiteral("modelForm"));
    previewRest_.setSingleShot(true);
    previewRest_.setInterval(120);
    build();
    connect(test_, &QAbstractButton::clicked, this, &ModelForm::test);
    connect(save_, &QAbstractButton::clicked, this, &ModelForm::save);
    connect(&previewRest_, &QTimer::timeout, this, &ModelForm::showPreview);
    connect(api_, &QComboBox::currentIndexChanged, this,
            [this] { updateFor(base_.api == domain::Api::recorded); });
    connect(template_, &QComboBox::currentIndexChanged, this, [this] {
        form_->setRowVisible(ownTemplate_,
                             base_.api != domain::Api::recorded &&
                                 template_->currentData().toString() == QLatin1String(ownTemplate));
        previewSoon();
    });
    for (QPlainTextEdit* edit : {system_, ownTemplate_}) {
        connect(edit, &QPlainTextEdit::textChanged, this, &ModelForm::previewSoon);
    }
    startNew(store::Role::candidate);
}

void ModelForm::build() {
    api_->setObjectName(QStringLiteral("modelApi"));
    api_->addItem(tr("chat (OpenAI's interface)"), static_cast<int>(domain::Api::openai_chat));
    api_->addItem(tr("completions (OpenAI's interface)"), static_cast<int>(domain::Api::openai_completions));
    api_->addItem(tr("Anthropic"), static_cast<int>(domain::Api::anthropic));
    api_->addItem(tr("Ollama"), static_cast<int>(domain::Api::ollama));
    model_->setEditable(true);
    model_->setObjectName(QStringLiteral("modelId"));
    model_->setAccessibleName(tr("Model id"));
    template_->setObjectName(QStringLiteral("modelTemplate"));
    ownTemplate_->setPlaceholderText(tr("{{system}} {{instruction}} {{#input}}{{input}}{{/input}}"));
    ownTemplate_->hide();
    concurrency_->setObjectName(QStringLiteral("modelConcurrency"));
    concurrency_->setAccessibleName(tr("Requests at once"));
    concurrency_->setRange(1, 512);
    concurrency_->setFocusPolicy(Qt::StrongFocus);
    test_->setObjectName(QStringLiteral("testConnection"));
    test_->setIconName(QStringLiteral("plug"));
    save_->setObjectName(QStringLiteral("saveModel"));
    preview_->setObjectName(QStringLiteral("promptPreview"));
    preview_->setFont(Theme::font(TextSize::fixed));
    preview_->setGround(&Tokens::content);
    preview_->setLineHeight(17);
    preview_->setTextMargins({8, 6, 8, 6});
    preview_->setFixedHeight(190);
    warnings_->setObjectName(QStringLiteral("promptWarnings"));
    warnings_->setWordWrap(true);
    result_->setWordWrap(true);
    result_->setObjectName(QStringLiteral("connectionResult"));
    message_->setObjectName(QStringLiteral("modelMessage"));
    message_->hide();

    auto* inner = new Pane(&Tokens::raised);
    auto* innerColumn = new QVBoxLayout(inner);
    innerColumn->setContentsMargins(16, 8, 12, 12);
    form_ = new QFormLayout;
    innerColumn->addLayout(form_);
    innerColumn->addStretch(1);
    form_->setVerticalSpacing(6);
    form_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto row = [this](const QString& label, QWidget* widget) {
        auto* text = new TextLabel(label, TextSize::body, &Tokens::text3);
        text->setBuddy(widget);
        form_->addRow(text, widget);
        return text;
    };
    const auto part = [this](const QString& text) {
        auto* label = new TextLabel(text, TextSize::bodyBold);
        label->setContentsMargins(0, 8, 0, 0);
        form_->addRow(label);
        return label;
    };
    row(tr("Name"), name_);
    askedRows_ << part(tr("How it is reached"));
    row(tr("Interface"), api_);
    row(tr("Address"), url_);
    row(tr("Model id"), model_);
    row(tr("Key name"), key_);
    row(tr("At once"), concurrency_);
    row(tr("A minute"), perMinute_);
    row(tr("Timeout, s"), timeout_);
    form_->addRow(result_);
    askedRows_ << part(tr("What it is told"));
    row(tr("Template"), template_);
    form_->addRow(ownTemplate_);
    row(tr("System prompt"), system_);
    row(tr("Temperature"), temperature_);
    row(tr("Top-p"), topP_);
    row(tr("Max tokens"), maxTokens_);
    row(tr("Seed"), seed_);
    row(tr("Stop strings"), stop_);
    form_->addRow(warnings_);
    form_->addRow(preview_);
    askedRows_ << part(tr("What it costs, US dollars a million tokens"));
    row(tr("In"), priceIn_);
    row(tr("Out"), priceOut_);
    trainingRows_ << part(tr("What is known of its training"));
    for (const auto& [label, field] :
         {std::pair{tr("Test loss"), loss_}, std::pair{tr("SE of it"), lossSe_},
          std::pair{tr("Loss set"), lossSet_}, std::pair{tr("Tokenizer"), tokenizer_},
          std::pair{tr("Parent"), parent_}, std::pair{tr("Tags"), tags_}}) {
        trainingRows_ << row(label, field) << field;
    }
    auto* scroll = new QScrollArea;
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(inner);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(title_);
    layout->addWidget(message_);
    layout->addWidget(scroll, 1);
    auto* strip = new Pane(&Tokens::raised, Qt::TopEdge);
    auto* buttons = new QHBoxLayout(strip);
    buttons->setContentsMargins(16, 8, 12, 8);
    buttons->addWidget(test_);
    buttons->addStretch();
    buttons->addWidget(save_);
    layout->addWidget(strip);
}

QWidget* ModelForm::firstField() const {
    return name_;
}

domain::Api ModelForm::api() const {
    return base_.api == domain::Api::recorded ? domain::Api::recorded
                                              : static_cast<domain::Api>(api_->currentData().toInt());
}

void ModelForm::startNew(store::Role role) {
    domain::Candidate fresh;
    fresh.api = domain::Api::openai_chat;
    fresh.endpoint.base_url = "http://127.0.0.1:8080/v1";
    fresh.parameters.temperature = 0.0;
    fresh.parameters.max_tokens = role == store::Role::judge ? 1024 : 256;
    setModel(fresh, role);
}

void ModelForm::setModel(const domain::Candidate& model, store::Role role, domain::CandidateId id) {
    base_ = model;
    role_ = role;
    id_ = id;
    title_->setTitle(role == store::Role::judge ? tr("Judge model")
                     : id.stored()              ? tr("Model")
                                                : tr("New model"));
    for (QWidget* widget : trainingRows_) {
        widget->setVisible(role == store::Role::candidate);
    }
    message_->hide();
    result_->clear();
    const domain::Parameters& p = model.parameters;
    name_->setText(QString::fromStdString(model.name));
    api_->setCurrentIndex(std::max(0, api_->findData(static_cast<int>(model.api))));
    url_->setText(QString::fromStdString(model.endpoint.base_url));
    model_->clear();
    model_->setEditText(QString::fromStdString(model.model));
    key_->setText(QString::fromStdString(model.endpoint.key));
    system_->setPlainText(QString::fromStdString(model.system));
    temperature_->setText(numberIn(p.temperature));
    topP_->setText(numberIn(p.top_p));
    maxTokens_->setText(p.max_tokens ? QString::number(*p.max_tokens) : QString());
    seed_->setText(p.seed ? QString::number(*p.seed) : QString());
    stop_->setText(stopIn(p.stop));
    concurrency_->setValue(model.endpoint.concurrency);
    perMinute_->setText(model.endpoint.requests_per_minute
                            ? QString::number(*model.endpoint.requests_per_minute)
                            : QString());
    timeout_->setText(QString::number(model.endpoint.timeout_s));
    priceIn_->setText(model.price ? QString::number(model.price->input) : QString());
    priceOut_->setText(model.price ? QString::number(model.price->output) : QString());
    loss_->setText(numberIn(model.test_loss.value));
    lossSe_->setText(numberIn(model.test_loss.se));
    lossSet_->setText(QString::fromStdString(model.test_loss.loss_set));
    tokenizer_->setText(QString::fromStdString(model.test_loss.tokenizer));
    parent_->setText(QString::fromStdString(model.parent));
    tags_->setText(tagsIn(model.tags));
    updateFor(model.api == domain::Api::recorded);
    const QString named = QString::fromStdString(model.prompt_template);
    const bool own = named.contains(QLatin1String("{{"));
    ownTemplate_->setPlainText(own ? named : QString());
    template_->setCurrentIndex(
        std::max(0, template_->findData(own ? QString::fromLatin1(ownTemplate) : named)));
    save_->setEnabled(!session_.isReadOnly());
    previewSoon();
}

/// Recorded answers have no address; what applies a template of its own gets messages, anything else a text.
void ModelForm::updateFor(bool recorded) {
    for (QWidget* widget : askedRows_) {
        form_->setRowVisible(widget, !recorded);
    }
    for (QWidget* widget : std::initializer_list<QWidget*>{
             api_, url_, model_, key_, template_, system_, temperature_, topP_, maxTokens_, seed_, stop_,
             concurrency_, perMinute_, timeout_, priceIn_, priceOut_}) {
        form_->setRowVisible(widget, !recorded);
    }
    form_->setRowVisible(ownTemplate_,
                         !recorded && template_->currentData().toString() == QLatin1String(ownTemplate));
    test_->setVisible(!recorded);
    preview_->setFixedHeight(recorded ? 40 : 190);
    const QString before = template_->currentData().toString();
    const domain::Api chosen = static_cast<domain::Api>(api_->currentData().toInt());
    template_->clear();
    if (chosen != domain::Api::openai_completions) {
        template_->addItem(tr("the server's own"), QString());
        template_->addItem(tr("alpaca, as one message"), QStringLiteral("alpaca"));
    } else {
        for (const std::string& name : text::builtin_templates()) {
            template_->addItem(QString::fromStdString(name), QString::fromStdString(name));
        }
        template_->addItem(tr("own text…"), QString::fromLatin1(ownTemplate));
    }
    template_->setCurrentIndex(std::max(0, template_->findData(before)));
    previewSoon();
}

domain::Candidate ModelForm::draft() const {
    domain::Candidate c = base_;
    c.api = api();
    c.prompt_template = template_->currentData().toString() == QLatin1String(ownTemplate)
                            ? ownTemplate_->toPlainText().toStdString()
                            : template_->currentData().toString().toStdString();
    c.system = system_->toPlainText().toStdString();
    return c;
}

void ModelForm::showPreview() {
    const auto show = [this](const items::SafeText& text, const QStringList& warnings) {
        preview_->showText(std::make_shared<const items::SafeText>(text));
        warnings_->setText(warnings.join(QLatin1Char('\n')));
        warnings_->setVisible(!warnings.isEmpty());
    };
    if (base_.api == domain::Api::recorded) {
        previewTicket_.cancel();
        show(items::safeText(tr("Answers from %1; nothing is asked.")
                                 .arg(QString::fromStdString(base_.responses_path))
                                 .toStdString()),
             {});
        return;
    }
    session_.read(
        this, previewTicket_,
        [model = draft()](store::Connection& c) {
            return shown(workbench::preview_prompt(model, previewItem(c)));
        },
        [show](const std::shared_ptr<const Preview>& preview) {
            QStringList warnings;
            for (const std::string& warning : preview->warnings) {
                warnings << items::safeLine(warning);
            }
            show(preview->text, warnings);
        },
        [show](const items::ErrorInfo& error) {
            show({}, {error.mend.isEmpty() ? error.what : error.what + QStringLiteral(": ") + error.mend});
        });
}

domain::Candidate ModelForm::model() const {
    domain::Candidate c = draft();
    c.name = name_->text().trimmed().toStdString();
    if (c.name.empty()) {
        throw domain::Error(domain::ErrorKind::usage, "the model has no name", "Name",
                            "give it one: it stands in every table and chart");
    }
    if (c.api != domain::Api::recorded) {
        c.endpoint.base_url = addressIn(*url_);
        c.model = model_->currentText().trimmed().toStdString();
        c.endpoint.key = keyNameIn(*key_);
        c.endpoint.concurrency = concurrency_->value();
        c.endpoint.requests_per_minute = wholeIn<int>(*perMinute_);
        c.endpoint.timeout_s = numberOf(*timeout_).value_or(120);
        c.parameters.temperature = numberOf(*temperature_);
        c.parameters.top_p = numberOf(*topP_);
        c.parameters.max_tokens = wholeIn<std::int64_t>(*maxTokens_);
        c.parameters.seed = wholeIn<std::int64_t>(*seed_);
        c.parameters.stop = stopOf(stop_->text());
        const std::optional<double> in = numberOf(*priceIn_);
        const std::optional<double> out = numberOf(*priceOut_);
        c.price = in || out ? std::optional(domain::Price{in.value_or(0), out.value_or(0)}) : std::nullopt;
    }
    if (role_ == store::Role::candidate) {
        c.test_loss = {numberOf(*loss_), numberOf(*lossSe_), lossSet_->text().trimmed().toStdString(),
                       tokenizer_->text().trimmed().toStdString()};
        c.parent = parent_->text().trimmed().toStdString();
        c.tags = tagsOf(tags_->text());
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
                              tr("No answer: %1").arg(items::safeLine(report.detail)),
                              tr("Start the server, or check address and key name."));
        return;
    }
    const QString before = model_->currentText();
    model_->clear();
    for (const std::string& id : report.models) {
        model_->addItem(items::safeLine(id));
    }
    model_->setEditText(before.isEmpty() && !report.models.empty() ? items::safeLine(report.models.front())
                                                                   : before);
    QStringList lines;
    lines.append(tr("Answered in %1 ms; %2 listed.")
                     .arg(numberText(report.latency_ms.value_or(0), 0),
                          countedText(static_cast<qint64>(report.models.size()), tr("model"), tr("models"))));
    if (!before.isEmpty() && !report.model_listed) {
        lines.append(tr("\"%1\" is not among them.").arg(before));
    }
    switch (report.weights.knowledge) {
    case client::Weights::Knowledge::told:
        lines.append(tr("Weights: %1").arg(items::safeLine(report.weights.detail)));
        break;
    case client::Weights::Knowledge::cannot_tell:
        lines.append(tr("The server does not tell its weights: stored answers are used again only when you "
                        "say that they are the same."));
        break;
    default:
        lines.append(items::safeLine(report.weights.detail));
    }
    result_->setText(lines.join(QLatin1Char('\n')));
}

void ModelForm::save() {
    if (saving_) { // the button stays as it is: one that is disabled would lose the keyboard
        return;
    }
    try {
        const domain::Candidate wanted = model();
        saving_ = true;
        session_.background().run(
            this, saveTicket_,
            [project = session_.project(), client = session_.client(), wanted, role = role_,
             id = id_](const std::stop_token&) {
                return workbench::save_model(*project, *client, wanted, role, id).value;
            },
            [this](const std::shared_ptr<const std::int64_t>& id) {
                saving_ = false;
                session_.refresh();
                emit saved(*id);
            },
            [this](const items::ErrorInfo& error) { showError(error); });
    } catch (...) {
        showError(items::ErrorInfo::from(std::current_exception()));
    }
}

void ModelForm::showError(const items::ErrorInfo& error) {
    saving_ = false;
    test_->setEnabled(base_.api != domain::Api::recorded);
    save_->setEnabled(!session_.isReadOnly());
    result_->clear();
    const QString where = error.where.isEmpty() ? QString() : error.where + QStringLiteral(": ");
    message_->showMessage(MessageBar::Kind::error, where + error.what, error.mend);
}

} // namespace tiebreak::ui
