// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rubrics/rubrics_place.h"

#include "items/roles.h"
#include "items/safe_text.h"
#include "judging/rubrics.h"
#include "ui/rubrics/rubric_form.h"
#include "ui/rubrics/rubric_preview_pane.h"
#include "ui/widgets/button.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QAction>
#include <QDateTime>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLocale>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

QStandardItem* cell(const QString& text, items::Tone tone = items::Tone::normal, bool bold = false) {
    auto* item = new QStandardItem(text);
    item->setEditable(false);
    item->setData(static_cast<int>(tone), items::toneRole);
    item->setData(bold, items::boldRole);
    return item;
}

} // namespace

RubricsPlace::RubricsPlace(items::ProjectSession& session, Settings& settings, QWidget* parent)
    : Place(parent)
    , session_(session)
    , saveAction_(new QAction(tr("Save revision"), this)) {
    setObjectName(QStringLiteral("rubricsPlace"));
    build(settings);
    connect(&session_, &items::ProjectSession::overviewChanged, this, &RubricsPlace::fillList);
    connect(&session_, &items::ProjectSession::closed, this, [this] {
        editor_ = nullptr;
        emit undoStackChanged();
        qDeleteAll(editors_);
        editors_.clear();
        chosen_.clear();
    });
    fillList();
}

RubricsPlace::~RubricsPlace() {
    editor_ = nullptr; // what their undo stacks still tell while they go is nothing to show
    qDeleteAll(editors_);
}

void RubricsPlace::build(Settings& settings) {
    bar_ = new PlaceBar(tr("Rubrics"));
    undo_ = Button::iconOnly(QStringLiteral("undo"), tr("Undo"));
    redo_ = Button::iconOnly(QStringLiteral("redo"), tr("Redo"));
    undo_->setObjectName(QStringLiteral("undoRubric"));
    redo_->setObjectName(QStringLiteral("redoRubric"));
    auto* make = new Button(tr("New"));
    make->setIconName(QStringLiteral("plus"));
    make->setObjectName(QStringLiteral("newRubric"));
    duplicate_ = new Button(tr("Duplicate"));
    duplicate_->setIconName(QStringLiteral("copy"));
    duplicate_->setObjectName(QStringLiteral("duplicateRubric"));
    try_ = new Button(tr("Try on five items"));
    try_->setIconName(QStringLiteral("flask"));
    try_->setObjectName(QStringLiteral("tryRubric"));
    save_ = new Button(tr("Save revision"), ButtonKind::main);
    save_->setObjectName(QStringLiteral("saveRubric"));
    save_->setKeyCap(tr("Ctrl S"));
    for (Button* button : {undo_, redo_, make, duplicate_, try_, save_}) {
        bar_->addAction(button);
    }
    saveAction_->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_S));
    saveAction_->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(saveAction_);
    message_ = new MessageBar;
    message_->setObjectName(QStringLiteral("rubricMessage"));

    list_ = new TableView(tr("Rubrics"), QStringLiteral("rubrics"), &settings);
    list_->setObjectName(QStringLiteral("rubricList"));
    list_->setItemDelegate(new CellDelegate(list_));
    list_->setSelectionMode(QAbstractItemView::SingleSelection);
    list_->setModel(&rows_);
    revisionTable_ =
        new TableView(tr("Revisions of the rubric"), QStringLiteral("rubric-revisions"), &settings);
    revisionTable_->setObjectName(QStringLiteral("rubricRevisions"));
    revisionTable_->setItemDelegate(new CellDelegate(revisionTable_));
    revisionTable_->setModel(&revisions_);
    revisionTable_->horizontalHeader()->hide();
    auto* left = new Pane(&Tokens::content, Qt::RightEdge);
    auto* leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 1, 0);
    leftColumn->setSpacing(0);
    leftColumn->addWidget(list_, 3);
    leftColumn->addWidget(new SectionTitle(tr("Revisions"), tr("Enter brings one back")));
    leftColumn->addWidget(revisionTable_, 1);

    form_ = new RubricForm;
    note_ = new TextLabel({}, TextSize::small, &Tokens::text2);
    note_->setObjectName(QStringLiteral("rubricNote"));
    note_->setWordWrap(true);
    note_->setContentsMargins(16, 8, 16, 0);
    auto* middle = new Pane(&Tokens::content);
    auto* middleColumn = new QVBoxLayout(middle);
    middleColumn->setContentsMargins(0, 0, 0, 0);
    middleColumn->setSpacing(0);
    middleColumn->addWidget(note_);
    middleColumn->addWidget(form_, 1);
    preview_ = new RubricPreviewPane(session_);
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    for (QWidget* part :
         {static_cast<QWidget*>(left), static_cast<QWidget*>(middle), static_cast<QWidget*>(preview_)}) {
        splitter->addWidget(part);
    }
    left->setMinimumWidth(240);
    middle->setMinimumWidth(260);
    preview_->setMinimumWidth(250);
    splitter->setSizes({260, 460, 500});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar_);
    column->addWidget(message_);
    column->addWidget(splitter, 1);

    connect(undo_, &QAbstractButton::clicked, this, [this] { undoStack()->undo(); });
    connect(redo_, &QAbstractButton::clicked, this, [this] { undoStack()->redo(); });
    connect(make, &QAbstractButton::clicked, this, [this] {
        domain::Rubric fresh;
        fresh.name = tr("New rubric").toStdString();
        fresh.scale_min = 1;
        fresh.scale_max = 5;
        fresh.criteria =
            tr("The answer does what was asked, is correct, and leaves nothing out.").toStdString();
        addRubric(fresh);
    });
    connect(duplicate_, &QAbstractButton::clicked, this, [this] {
        domain::Rubric copy =
            editor_ ? editor_->rubric() : *judging::find_builtin_rubric(chosen_.toStdString());
        copy.name = tr("%1, own").arg(chosen_).toStdString();
        addRubric(copy);
    });
    connect(try_, &QAbstractButton::clicked, this, [this] { emit tryRequested(chosen_); });
    connect(save_, &QAbstractButton::clicked, this, &RubricsPlace::save);
    connect(saveAction_, &QAction::triggered, this, &RubricsPlace::save);
    connect(list_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (!showing_ && index.isValid()) {
                    choose(index.sibling(index.row(), 0).data(items::idRole).toString());
                }
            });
    connect(form_, &RubricForm::changed, this,
            [this](items::RubricEditor::Part part, const domain::Rubric& rubric, int index) {
                if (editor_) {
                    editor_->change(part, rubric, index);
                }
            });
    connect(revisionTable_, &TableView::rowOpened, this, [this](const QModelIndex& index) {
        if (editor_ && index.row() < static_cast<int>(editor_->revisions().size())) {
            domain::Rubric old = editor_->revisions()[static_cast<std::size_t>(index.row())].rubric;
            old.name = editor_->rubric().name;
            editor_->change(items::RubricEditor::Part::scale, old);
            message_->showMessage(MessageBar::Kind::info,
                                  tr("Revision %1 stands in the form again.")
                                      .arg(index.sibling(index.row(), 0).data().toString()),
                                  tr("Ctrl Z takes it back; saving makes a new revision."));
        }
    });
}

void RubricsPlace::activate(const QVariantMap& target) {
    if (target.contains(QStringLiteral("rubric"))) {
        choose(target.value(QStringLiteral("rubric")).toString());
    }
}

QVariantMap RubricsPlace::location() const {
    return {{QStringLiteral("rubric"), chosen_}};
}

QWidget* RubricsPlace::firstFocus() {
    return list_;
}

QUndoStack* RubricsPlace::undoStack() {
    return editor_ ? &editor_->undoStack() : nullptr;
}

void RubricsPlace::fillList() {
    const auto overview = session_.overview();
    if (!overview) {
        return;
    }
    showing_ = true;
    rows_.clear();
    rows_.setHorizontalHeaderLabels({tr("Rubric"), tr("Scale"), tr("Kept")});
    const auto add = [this](const domain::Rubric& rubric, const QString& kept) {
        QStandardItem* name = cell(items::safeLine(rubric.name));
        name->setData(QString::fromStdString(rubric.name), items::idRole);
        rows_.appendRow(
            {name, cell(items::scaleText(rubric), items::Tone::secondary), cell(kept, items::Tone::hint)});
    };
    for (const store::RubricRow& row : overview->rubrics) {
        add(row.rubric, QStringLiteral("r%1").arg(row.number));
        if (items::RubricEditor* editor = editors_.value(row.id.value)) {
            editor->follow(row);
        }
    }
    for (const domain::Rubric& rubric : judging::builtin_rubrics()) {
        const bool own = std::ranges::any_of(
            overview->rubrics, [&](const store::RubricRow& row) { return row.rubric.name == rubric.name; });
        if (!own) {
            add(rubric, tr("built in"));
        }
    }
    list_->setColumnWidths({0, 74, 70});
    bar_->setSubtitle(countedText(static_cast<qint64>(overview->rubrics.size()), tr("in the project"),
                                  tr("in the project")));
    showing_ = false;
    const bool there = [&] {
        for (int row = 0; row < rows_.rowCount(); ++row) {
            if (rows_.item(row, 0)->data(items::idRole).toString() == chosen_) {
                return true;
            }
        }
        return false;
    }();
    choose(there ? chosen_ : rows_.item(0, 0)->data(items::idRole).toString());
}

void RubricsPlace::choose(const QString& name) {
    const bool other = name != chosen_;
    chosen_ = name;
    editor_ = nullptr;
    const auto overview = session_.overview();
    for (const store::RubricRow& row : overview ? overview->rubrics : std::vector<store::RubricRow>{}) {
        if (QString::fromStdString(row.rubric.name) != name) {
            continue;
        }
        items::RubricEditor*& editor = editors_[row.id.value];
        if (editor == nullptr) {
            editor = new items::RubricEditor(session_, row, this);
            connect(editor, &items::RubricEditor::changed, this, [this, editor] {
                if (editor == editor_) {
                    showChosen();
                }
            });
            connect(&editor->undoStack(), &QUndoStack::indexChanged, this, [this, editor] {
                if (editor == editor_) {
                    updateState();
                }
            });
            connect(editor, &items::RubricEditor::saved, this, [this, editor](int number) {
                if (editor == editor_) {
                    chosen_ = QString::fromStdString(editor->rubric().name);
                    message_->showMessage(MessageBar::Kind::ok, tr("Saved as revision %1.").arg(number),
                                          tr("Judgings that used an older one keep it."));
                }
            });
            connect(editor, &items::RubricEditor::failed, this, [this](const items::ErrorInfo& error) {
                message_->showMessage(MessageBar::Kind::error, error.what, error.mend);
            });
            editor->load();
        }
        editor_ = editor;
    }
    if (other) {
        message_->hide();
    }
    emit undoStackChanged();
    showing_ = true;
    for (int row = 0; row < rows_.rowCount(); ++row) {
        if (rows_.item(row, 0)->data(items::idRole).toString() == name &&
            list_->currentIndex().row() != row) {
            list_->setCurrentIndex(rows_.index(row, 0));
        }
    }
    showing_ = false;
    showChosen();
}

void RubricsPlace::showChosen() {
    if (editor_) {
        form_->setRubric(editor_->rubric(), !session_.isReadOnly());
        preview_->setRubric(editor_->rubric());
    } else if (const auto built = judging::find_builtin_rubric(chosen_.toStdString())) {
        form_->setRubric(*built, false);
        preview_->setRubric(*built);
    }
    fillRevisions();
    updateState();
}

void RubricsPlace::fillRevisions() {
    revisions_.clear();
    for (const store::RubricRevisionRow& row :
         editor_ ? editor_->revisions() : std::vector<store::RubricRevisionRow>{}) {
        QStandardItem* when = cell(
            QLocale().toString(QDateTime::fromMSecsSinceEpoch(row.created).date(), QStringLiteral("d MMM")),
            items::Tone::hint);
        revisions_.appendRow(
            {cell(QStringLiteral("r%1").arg(row.number), items::Tone::normal, true),
             cell(row.judgings == 0 ? items::scaleText(row.rubric)
                                    : countedText(row.judgings, tr("judging"), tr("judgings"))),
             when});
    }
    revisionTable_->setColumnWidths({52, 0, 84});
}

void RubricsPlace::updateState() {
    const bool modified = editor_ && editor_->isModified();
    const QString problem = editor_ ? editor_->problem() : QString();
    save_->setEnabled(modified && problem.isEmpty() && !session_.isReadOnly());
    saveAction_->setEnabled(save_->isEnabled());
    undo_->setEnabled(editor_ && editor_->undoStack().canUndo());
    redo_->setEnabled(editor_ && editor_->undoStack().canRedo());
    duplicate_->setEnabled(session_.isOpen() && !session_.isReadOnly());
    try_->setEnabled(!modified);
    try_->setToolTip(modified ? tr("Save the revision first: what is tried is what is kept") : QString());
    QString note;
    if (!editor_) {
        note = tr("Built in, to read. Duplicate makes one of your own of it.");
    } else if (!problem.isEmpty()) {
        note = problem;
    } else if (!editor_->warning().isEmpty()) {
        note = editor_->warning();
    } else if (modified) {
        note = tr("Not saved yet; kept in the project meanwhile.");
    }
    note_->setInk(!problem.isEmpty() ? &Tokens::bad : &Tokens::text2);
    note_->setText(note);
    note_->setVisible(!note.isEmpty());
}

void RubricsPlace::addRubric(domain::Rubric rubric) {
    session_.write(
        this, addTicket_,
        [wanted = rubric](store::Connection& c) {
            domain::Rubric made = wanted;
            for (int number = 2; store::find_rubric(c, made.name) || judging::find_builtin_rubric(made.name);
                 ++number) {
                made.name = wanted.name + " " + std::to_string(number);
            }
            store::save_rubric(c, made);
            return made.name;
        },
        [this](const std::shared_ptr<const std::string>& name) {
            chosen_ = QString::fromStdString(*name);
            connect(
                &session_, &items::ProjectSession::overviewChanged, form_,
                [this] { form_->firstField()->setFocus(); }, Qt::SingleShotConnection);
        });
}

void RubricsPlace::save() {
    if (editor_ && save_->isEnabled()) {
        editor_->save();
    }
}

} // namespace tiebreak::ui
