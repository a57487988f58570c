// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/settings_dialog.h"

#include "items/safe_text.h"
#include "ui/settings/settings.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/key_cap.h"
#include "ui/widgets/text_label.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include <set>

namespace tiebreak::ui {

namespace {

constexpr int labelWidth = 150;
constexpr int dialogWidth = 520;

} // namespace

SettingsDialog::SettingsDialog(Settings& settings, items::ProjectSession& session, QWidget* parent)
    : QDialog(parent)
    , settings_(settings)
    , session_(session)
    , column_(new QVBoxLayout(this))
    , appearance_(new Choice(tr("Appearance")))
    , textScale_(new Choice(tr("Text size")))
    , keyCaps_(new QCheckBox(tr("Show keys on buttons")))
    , margin_(new QDoubleSpinBox)
    , person_(new QLineEdit)
    , keys_(new TextLabel({}, TextSize::small, &Tokens::text2)) {
    setObjectName(QStringLiteral("settingsDialog"));
    setWindowTitle(tr("Settings"));
    setFixedWidth(dialogWidth);
    column_->setContentsMargins(metric::paneLeft, 12, metric::paneLeft, 12);
    column_->setSpacing(6);

    addTitle(tr("Appearance"));
    for (const auto& [id, text] : {std::pair("system", tr("As the system")), std::pair("light", tr("Light")),
                                   std::pair("dark", tr("Dark"))}) {
        appearance_->addItem(text, QString::fromLatin1(id));
    }
    appearance_->setCurrentIndex(appearance_->findData(settings_.get(Settings::Key::themeMode)));
    addRow(tr("Colours"), appearance_);
    for (const int percent : {100, 110, 120, 135}) {
        textScale_->addItem(percent == 100 ? tr("Normal") : tr("%1 %").arg(percent), percent);
    }
    textScale_->setCurrentIndex(std::max(0, textScale_->findData(settings_.get(Settings::Key::textScale))));
    addRow(tr("Text size"), textScale_);
    keyCaps_->setChecked(settings_.get(Settings::Key::showKeyCaps).toBool());
    addRow({}, keyCaps_, tr("Label's answer keys always show theirs."));

    addTitle(tr("Reading"));
    margin_->setRange(0, 100);
    margin_->setDecimals(1);
    margin_->setSuffix(tr(" points"));
    margin_->setAccessibleName(tr("Margin that matters"));
    margin_->setValue(settings_.get(Settings::Key::answerMargin).toDouble());
    addRow(tr("Margin that matters"), margin_,
           tr("Drawn beside a run's answer. It decides nothing: the interval does."));
    person_->setAccessibleName(tr("Your name"));
    person_->setPlaceholderText(settings_.person());
    person_->setText(settings_.get(Settings::Key::personName).toString());
    addRow(tr("Your name"), person_, tr("Stands under your notes and labels, in the project file."));

    addTitle(tr("Keys of this project"));
    keys_->setWordWrap(true);
    keys_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column_->addWidget(keys_);
    auto* privacy =
        new TextLabel(tr("A key is never stored in the project, only its name. Nothing is sent anywhere but "
                         "to the models you name."),
                      TextSize::small, &Tokens::text3);
    privacy->setWordWrap(true);
    column_->addWidget(privacy);
    column_->addStretch(1);
    auto* close = new Button(tr("Close"));
    auto* line = new QHBoxLayout;
    line->addStretch(1);
    line->addWidget(close);
    column_->addLayout(line);

    connect(close, &Button::clicked, this, &QDialog::close);
    connect(appearance_, &QComboBox::activated, this, [this] {
        const QString mode = appearance_->currentData().toString();
        settings_.set(Settings::Key::themeMode, mode);
        Theme::instance().setMode(mode == QLatin1String("dark")    ? Theme::Mode::dark
                                  : mode == QLatin1String("light") ? Theme::Mode::light
                                                                   : Theme::Mode::system);
    });
    connect(textScale_, &QComboBox::activated, this, [this] {
        settings_.set(Settings::Key::textScale, textScale_->currentData());
        applyLooks(settings_);
    });
    connect(keyCaps_, &QCheckBox::toggled, this, [this](bool on) {
        settings_.set(Settings::Key::showKeyCaps, on);
        applyLooks(settings_);
    });
    connect(margin_, &QDoubleSpinBox::valueChanged, this,
            [this](double value) { settings_.set(Settings::Key::answerMargin, value); });
    connect(person_, &QLineEdit::textEdited, this,
            [this](const QString& name) { settings_.set(Settings::Key::personName, name.trimmed()); });
    connect(&session_, &items::ProjectSession::overviewChanged, this, &SettingsDialog::fillKeys);
    connect(&session_, &items::ProjectSession::closed, this, &SettingsDialog::fillKeys);
    fillKeys();
}

void SettingsDialog::addTitle(const QString& title) {
    if (grid_) {
        column_->addSpacing(8);
    }
    column_->addWidget(new TextLabel(title, TextSize::bodyBold));
    grid_ = new QGridLayout;
    grid_->setHorizontalSpacing(12);
    grid_->setVerticalSpacing(4);
    grid_->setColumnMinimumWidth(0, labelWidth);
    grid_->setColumnStretch(1, 1);
    column_->addLayout(grid_);
}

void SettingsDialog::addRow(const QString& label, QWidget* control, const QString& hint) {
    const int row = grid_->rowCount();
    auto* name = new TextLabel(label, TextSize::body, &Tokens::text2);
    name->setBuddy(control);
    grid_->addWidget(name, row, 0);
    grid_->addWidget(control, row, 1);
    if (!hint.isEmpty()) {
        auto* words = new TextLabel(hint, TextSize::small, &Tokens::text3);
        words->setWordWrap(true);
        grid_->addWidget(words, row + 1, 1);
        control->setAccessibleDescription(hint);
    }
}

void SettingsDialog::fillKeys() {
    std::set<std::string> names;
    if (const auto overview = session_.isOpen() ? session_.overview() : nullptr) {
        for (const auto* rows : {&overview->candidates, &overview->judges}) {
            for (const store::CandidateRow& row : *rows) {
                if (!row.candidate.endpoint.key.empty()) {
                    names.insert(row.candidate.endpoint.key);
                }
            }
        }
    }
    if (names.empty()) {
        keys_->setText(session_.isOpen() ? tr("No model of this project asks for a key.")
                                         : tr("No project is open."));
        return;
    }
    QStringList lines;
    const QString environment = QStringLiteral("env:");
    for (const std::string& name : names) {
        const QString shown = items::safeLine(name);
        // Only the environment is looked into here: a keyring may ask the person to unlock it.
        lines << (shown.startsWith(environment)
                      ? (qEnvironmentVariableIsSet(shown.mid(environment.size()).toUtf8().constData())
                             ? tr("%1: there").arg(shown)
                             : tr("%1: not set in the environment this program was started from").arg(shown))
                      : tr("%1: looked up when it is needed").arg(shown));
    }
    keys_->setText(lines.join(QLatin1Char('\n')));
}

void SettingsDialog::applyLooks(const Settings& settings) {
    setKeyCapsShown(settings.get(Settings::Key::showKeyCaps).toBool());
    Theme::instance().setTextScale(settings.get(Settings::Key::textScale).toInt());
}

} // namespace tiebreak::ui
