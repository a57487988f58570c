// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/imports/import_dialog.h"

#include "text/utf8.h"
#include "ui/shell/place.h"
#include "ui/widgets/button.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text_label.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr int namedRows = 6;

QString shown(const std::string& text) {
    return QString::fromStdString(text::for_display(std::string_view(text).substr(0, 400))).simplified();
}

} // namespace

ImportDialog::ImportDialog(items::ProjectSession& session, QStringList paths, QWidget* parent)
    : QDialog(parent)
    , session_(session)
    , paths_(std::move(paths))
    , what_(new Choice(tr("What these files are")))
    , sets_(new Choice(tr("Eval set that the answers belong to")))
    , name_(new QLineEdit)
    , byOrder_(new QCheckBox(tr("Answer k belongs to item k")))
    , setsLabel_(new TextLabel(tr("Answers to"), TextSize::body, &Tokens::text3))
    , summary_(new TextLabel({}, TextSize::bodyBold))
    , mapping_(new TextLabel({}, TextSize::small, &Tokens::text3))
    , table_(new TableView(tr("First rows"), QStringLiteral("import-rows"), nullptr))
    , notes_(new TextLabel({}, TextSize::small, &Tokens::text2))
    , message_(new MessageBar)
    , store_(new Button(tr("Import"), ButtonKind::main)) {
    setObjectName(QStringLiteral("importDialog"));
    setWindowTitle(tr("Import"));
    resize(860, 560);
    what_->addItem(tr("an eval set: items to ask"), static_cast<int>(What::evalSet));
    what_->addItem(tr("answers of models, one file each, or a manifest"), static_cast<int>(What::responses));
    what_->addItem(tr("scores from elsewhere: models, losses, judge runs"), static_cast<int>(What::scores));
    what_->setObjectName(QStringLiteral("importWhat"));
    name_->setObjectName(QStringLiteral("importName"));
    name_->setAccessibleName(tr("Name"));
    store_->setObjectName(QStringLiteral("importStore"));
    byOrder_->setObjectName(QStringLiteral("importByOrder"));
    if (const auto overview = session_.overview()) {
        for (const store::EvalSetRow& row : overview->eval_sets) {
            sets_->addItem(QString::fromStdString(row.name));
        }
    }

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(8);
    QStringList names;
    for (const QString& path : paths_) {
        names.append(QFileInfo(path).fileName());
    }
    auto* files = new ElidedLabel(names.join(QStringLiteral(", ")), TextSize::title);
    layout->addWidget(files);
    layout->addWidget(message_);
    auto* form = new QFormLayout;
    form->addRow(new TextLabel(tr("These are"), TextSize::body, &Tokens::text3), what_);
    form->addRow(setsLabel_, sets_);
    form->addRow(new TextLabel(tr("Name"), TextSize::body, &Tokens::text3), name_);
    form->addRow(nullptr, byOrder_);
    layout->addLayout(form);
    layout->addWidget(summary_);
    mapping_->setWordWrap(true);
    layout->addWidget(mapping_);
    table_->setObjectName(QStringLiteral("importRows"));
    table_->setItemDelegate(new CellDelegate(table_));
    table_->setModel(&rows_);
    layout->addWidget(table_, 1);
    notes_->setWordWrap(true);
    layout->addWidget(notes_);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(
        new TextLabel(tr("Nothing is kept until you press Import."), TextSize::small, &Tokens::text3));
    buttons->addStretch();
    auto* cancel = new Button(tr("Cancel"));
    buttons->addWidget(cancel);
    store_->setDefault(true);
    buttons->addWidget(store_);
    layout->addLayout(buttons);

    message_->hide();
    connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(store_, &QAbstractButton::clicked, this, &ImportDialog::store);
    connect(what_, &QComboBox::currentIndexChanged, this, &ImportDialog::preview);
    connect(sets_, &QComboBox::currentIndexChanged, this, &ImportDialog::preview);
    connect(byOrder_, &QCheckBox::toggled, this, &ImportDialog::preview);
    guess();
    preview();
}

/// What the files are likely to be: several files, or a project with an eval set, mean answers.
void ImportDialog::guess() {
    const QString first = QFileInfo(paths_.value(0)).fileName().toLower();
    What likely = sets_->count() > 0 || paths_.size() > 1 ? What::responses : What::evalSet;
    if (first.contains(QLatin1String("score")) || first.contains(QLatin1String("judge_runs"))) {
        likely = What::scores;
    }
    what_->setCurrentIndex(what_->findData(static_cast<int>(likely)));
    name_->setPlaceholderText(QFileInfo(paths_.value(0)).completeBaseName());
}

ImportDialog::What ImportDialog::what() const {
    return static_cast<What>(what_->currentData().toInt());
}

workbench::ImportEvalSet ImportDialog::evalSet() const {
    return {paths_.value(0).toStdString(), name_->text().trimmed().toStdString(), {}, {}};
}

workbench::ImportResponses ImportDialog::responses() const {
    workbench::ImportResponses import;
    for (const QString& path : paths_) {
        import.paths.emplace_back(path.toStdString());
    }
    import.eval_set = sets_->currentText().toStdString();
    import.run_name = name_->text().trimmed().toStdString();
    import.join_by_order = byOrder_->isChecked();
    return import;
}

workbench::ImportScores ImportDialog::scores() const {
    workbench::ImportScores import;
    import.scores = paths_.value(0).toStdString();
    if (paths_.size() > 1) {
        import.judge_runs = paths_.value(1).toStdString();
    }
    import.name = name_->text().trimmed().toStdString();
    return import;
}

void ImportDialog::preview() {
    const bool answers = what() == What::responses;
    sets_->setVisible(answers);
    setsLabel_->setVisible(answers);
    byOrder_->setVisible(answers);
    store_->setEnabled(false);
    session_.background().run(
        this, previewTicket_,
        [kind = what(), set = evalSet(), answersOf = responses(), table = scores(),
         project = session_.project()](const std::stop_token&) {
            switch (kind) {
            case What::evalSet:
                return workbench::preview_eval_set(set);
            case What::responses:
                return workbench::preview_responses(*project, answersOf);
            default:
                return workbench::preview_scores(table);
            }
        },
        [this](const std::shared_ptr<const workbench::ImportPreview>& result) { showPreview(*result); },
        [this](const items::ErrorInfo& error) { showError(error); });
}

void ImportDialog::showPreview(const workbench::ImportPreview& preview) {
    message_->hide();
    summary_->setText(
        tr("%1 rows, read as %2").arg(preview.rows).arg(QString::fromStdString(preview.format)));
    QStringList pairs;
    for (const auto& [field, column] : preview.mapping) {
        pairs.append(field == column
                         ? QString::fromStdString(field)
                         : tr("%1 from \"%2\"").arg(QString::fromStdString(field), shown(column)));
    }
    mapping_->setText(pairs.isEmpty() ? QString() : tr("Columns: %1").arg(pairs.join(QStringLiteral(", "))));
    rows_.clear();
    QStringList headers;
    for (const std::string& column : preview.columns) {
        headers.append(QString::fromStdString(column));
    }
    rows_.setHorizontalHeaderLabels(headers);
    for (const std::vector<std::string>& row : preview.first_rows) {
        QList<QStandardItem*> cells;
        for (const std::string& cell : row) {
            auto* item = new QStandardItem(shown(cell));
            item->setEditable(false);
            cells.append(item);
        }
        rows_.appendRow(cells);
    }
    QList<int> widths;
    for (int i = 0; i < headers.size(); ++i) {
        widths.append(i == headers.size() - 1 ? 0 : 180);
    }
    table_->setColumnWidths(widths);
    QStringList lines;
    for (const workbench::ImportPreview::Bad& bad : preview.bad) {
        if (lines.size() < namedRows) {
            lines.append(tr("line %1 is left out: %2").arg(bad.line).arg(shown(bad.why)));
        }
    }
    if (static_cast<int>(preview.bad.size()) > namedRows) {
        lines.append(tr("… and %1 more rows").arg(static_cast<int>(preview.bad.size()) - namedRows));
    }
    for (const std::string& note : preview.notes) {
        lines.append(shown(note));
    }
    notes_->setText(lines.join(QLatin1Char('\n')));
    store_->setEnabled(preview.rows > 0 && !session_.isReadOnly());
}

void ImportDialog::showError(const items::ErrorInfo& error) {
    message_->showMessage(
        MessageBar::Kind::error,
        error.where.isEmpty() ? error.what : error.where + QStringLiteral(": ") + error.what, error.mend);
    summary_->clear();
    mapping_->clear();
    notes_->clear();
    rows_.clear();
    store_->setEnabled(false);
}

void ImportDialog::store() {
    store_->setEnabled(false);
    struct Stored {
        What kind;
        qint64 id;
    };
    session_.background().run(
        this, storeTicket_,
        [kind = what(), set = evalSet(), answersOf = responses(), table = scores(),
         project = session_.project()](const std::stop_token&) {
            switch (kind) {
            case What::evalSet:
                return Stored{kind, workbench::import_eval_set(*project, set).value};
            case What::responses:
                return Stored{kind, workbench::import_responses(*project, answersOf).value};
            default:
                return Stored{kind, workbench::import_scores(*project, table).value};
            }
        },
        [this](const std::shared_ptr<const Stored>& stored) {
            accept();
            if (stored->kind == What::evalSet) {
                emit imported(place::evalSets, {{QStringLiteral("revision"), stored->id}});
            } else if (stored->kind == What::scores) {
                emit imported(place::charts, {{QStringLiteral("run"), stored->id}});
            } else {
                session_.startRun(
                    {stored
                         ->id}); // scored by reference-overlap where items have references: free and offline
                emit imported(place::compare, {{QStringLiteral("run"), stored->id}});
            }
        },
        [this](const items::ErrorInfo& error) { showError(error); });
}

} // namespace tiebreak::ui
