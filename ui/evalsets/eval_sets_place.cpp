// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evalsets/eval_sets_place.h"

#include "items/safe_text.h"
#include "ui/evalsets/eval_inspector.h"
#include "ui/evalsets/eval_table.h"
#include "ui/evalsets/revision_diff_view.h"
#include "ui/runs/file_dialogs.h"
#include "ui/theme/style.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>

namespace tiebreak::ui {

EvalSetsPlace::EvalSetsPlace(items::ProjectSession& session, Settings& settings, QWidget* parent,
                             std::unique_ptr<FileDialogs> dialogs)
    : Place(parent)
    , session_(session)
    , settings_(settings)
    , bar_(new PlaceBar(tr("Eval sets")))
    , sets_(new Choice(tr("Eval set")))
    , name_(new QLineEdit)
    , undo_(Button::iconOnly(QStringLiteral("undo"), tr("Undo")))
    , redo_(Button::iconOnly(QStringLiteral("redo"), tr("Redo")))
    , saveButton_(new Button(tr("Save revision"), ButtonKind::main))
    , duplicates_(new Button(tr("Find duplicates")))
    , lookUp_(new Button(tr("In training data…")))
    , dialogs_(dialogs ? std::move(dialogs) : std::make_unique<FileDialogs>())
    , rename_(Button::iconOnly(QStringLiteral("person"), tr("Rename this eval set")))
    , filter_(new FilterField(tr("Filter items")))
    , count_(new TextLabel({}, TextSize::small, &Tokens::text3))
    , message_(new MessageBar)
    , table_(new EvalTable(&settings))
    , inspector_(new EvalInspector(settings))
    , diff_(new RevisionDiffView(session, settings))
    , stack_(new QStackedWidget)
    , body_(new QStackedWidget)
    , whole_(new QStackedWidget)
    , nothing_(new EmptyState(QStringLiteral("eval-sets"), tr("No eval set yet"),
                              tr("An eval set holds the items that every candidate is asked. 50 to 200 of "
                                 "your own domain tell most.")))
    , filtered_(new EmptyState(QStringLiteral("filter"), tr("The filter hides all items"),
                               tr("No item has these words in this category."),
                               EmptyState::Kind::filteredAway))
    , saveAction_(new QAction(tr("Save revision"), this)) {
    setObjectName(QStringLiteral("evalSetsPlace"));
    recountTimer_.setSingleShot(true);
    recountTimer_.setInterval(150);
    buildBar();
    buildTable();
    connectParts();
    showSets();
}

EvalSetsPlace::~EvalSetsPlace() {
    editor_ = nullptr; // what their undo stacks still tell while they go is nothing to show
    qDeleteAll(editors_);
}

void EvalSetsPlace::buildBar() {
    sets_->setObjectName(QStringLiteral("evalSetChoice"));
    name_->setObjectName(QStringLiteral("evalSetName"));
    name_->setAccessibleName(tr("Name of the eval set"));
    name_->setMinimumWidth(180);
    name_->hide();
    rename_->setObjectName(QStringLiteral("renameEvalSet"));
    rename_->setIconName(QStringLiteral("edit"));
    bar_->addControl(sets_);
    bar_->addControl(name_);
    bar_->addControl(rename_);
    undo_->setObjectName(QStringLiteral("undoEdit"));
    redo_->setObjectName(QStringLiteral("redoEdit"));
    auto* make = new Button(tr("New"));
    make->setIconName(QStringLiteral("plus"));
    make->setObjectName(QStringLiteral("newEvalSet"));
    make->setToolTip(tr("A new eval set, to type or paste into"));
    auto* import = new Button(tr("Import…"));
    import->setIconName(QStringLiteral("download"));
    import->setObjectName(QStringLiteral("importEvalSet"));
    saveAction_->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_S));
    saveAction_->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(saveAction_);
    saveButton_->setObjectName(QStringLiteral("saveRevision"));
    saveButton_->setKeyCap(tr("Ctrl S"));
    for (QWidget* action :
         {static_cast<QWidget*>(undo_), static_cast<QWidget*>(redo_), static_cast<QWidget*>(make),
          static_cast<QWidget*>(import), static_cast<QWidget*>(saveButton_)}) {
        bar_->addAction(action);
    }
    connect(make, &QAbstractButton::clicked, this, [this] { newSet(); });
    connect(import, &QAbstractButton::clicked, this, &EvalSetsPlace::importRequested);
}

void EvalSetsPlace::buildTable() {
    auto* strip = new Pane(&Tokens::content, Qt::BottomEdge);
    auto* stripLine = new QHBoxLayout(strip);
    stripLine->setContentsMargins(16, 6, 12, 6);
    stripLine->setSpacing(10);
    filter_->setObjectName(QStringLiteral("evalFilter"));
    filter_->setMaximumWidth(240);
    count_->setObjectName(QStringLiteral("evalCount"));
    duplicates_->setObjectName(QStringLiteral("findDuplicates"));
    auto* hint = new ElidedLabel(
        tr("F2 edits, Ctrl V pastes rows from a spreadsheet, Del removes, Ctrl Z takes it back"),
        TextSize::small, &Tokens::text3);
    stripLine->addWidget(filter_);
    stripLine->addWidget(count_);
    stripLine->addWidget(hint, 1);
    stripLine->addWidget(duplicates_);
    lookUp_->setObjectName(QStringLiteral("lookUpTraining"));
    lookUp_->setToolTip(tr("Looks every item up in a training file, word for word and nearly"));
    stripLine->addWidget(lookUp_);

    message_->setObjectName(QStringLiteral("evalMessage"));
    body_->addWidget(table_);
    body_->addWidget(filtered_);
    auto* left = new QWidget;
    auto* leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->setSpacing(0);
    leftLayout->addWidget(strip);
    leftLayout->addWidget(message_);
    leftLayout->addWidget(body_, 1);
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(left);
    splitter->addWidget(inspector_);
    splitter->setStretchFactor(0, 1);
    left->setMinimumWidth(480);
    inspector_->setMinimumWidth(240);
    splitter->setSizes({920, 300});
    whole_->addWidget(splitter);
    whole_->addWidget(diff_);
    stack_->addWidget(whole_);
    stack_->addWidget(nothing_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar_);
    layout->addWidget(stack_, 1);

    Button* type = nothing_->addAction(tr("Type or paste items"), QStringLiteral("plus"));
    type->setObjectName(QStringLiteral("firstEvalSet"));
    connect(type, &QAbstractButton::clicked, this, [this] { newSet(); });
    Button* import = nothing_->addAction(tr("Import an eval set…"), QStringLiteral("download"), true);
    connect(import, &QAbstractButton::clicked, this, &EvalSetsPlace::importRequested);
    Button* clear = filtered_->addAction(tr("Show all items"), {}, true);
    clear->setObjectName(QStringLiteral("showAllItems"));
    connect(clear, &QAbstractButton::clicked, this, &EvalSetsPlace::clearFilters);

    addTableAction(tr("Edit the cell"), QKeySequence(Qt::Key_F2), nullptr);
    addTableAction(tr("Insert a row above"), QKeySequence(Qt::CTRL | Qt::Key_Plus),
                   &EvalSetsPlace::insertRow);
    addTableAction(tr("Duplicate rows"), QKeySequence(Qt::CTRL | Qt::Key_D), &EvalSetsPlace::duplicateRows);
    addTableAction(tr("Fill the cell into all selected rows"), QKeySequence(Qt::CTRL | Qt::Key_R),
                   &EvalSetsPlace::setCategoryOfRows);
    addTableAction(tr("Remove rows"), {}, &EvalSetsPlace::removeRows);
}

/// An entry of the table's menu; its key works within the table.
QAction* EvalSetsPlace::addTableAction(const QString& text, const QKeySequence& keys,
                                       void (EvalSetsPlace::*slot)()) {
    auto* action = new QAction(text, table_);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    if (slot != nullptr) {
        connect(action, &QAction::triggered, this, slot);
    } else {
        connect(action, &QAction::triggered, table_,
                [this] { table_->QTableView::edit(table_->currentIndex()); });
    }
    table_->addAction(action);
    return action;
}

void EvalSetsPlace::connectParts() {
    connect(saveAction_, &QAction::triggered, this, &EvalSetsPlace::save);
    connect(saveButton_, &QAbstractButton::clicked, this, &EvalSetsPlace::save);
    connect(undo_, &QAbstractButton::clicked, this, [this] { undoStack()->undo(); });
    connect(redo_, &QAbstractButton::clicked, this, [this] { undoStack()->redo(); });
    connect(rename_, &QAbstractButton::clicked, this, &EvalSetsPlace::startRename);
    connect(name_, &QLineEdit::editingFinished, this, &EvalSetsPlace::finishRename);
    connect(filter_, &FilterField::filterChanged, this, &EvalSetsPlace::filter);
    connect(filter_, &FilterField::leftDownwards, table_, qOverload<>(&QWidget::setFocus));
    connect(duplicates_, &QAbstractButton::clicked, this, &EvalSetsPlace::findDuplicates);
    connect(lookUp_, &QAbstractButton::clicked, this, &EvalSetsPlace::chooseTrainingData);
    connect(table_, &EvalTable::pasteRequested, this, &EvalSetsPlace::paste);
    connect(table_, &EvalTable::removeRequested, this, &EvalSetsPlace::removeRows);
    connect(table_, &EvalTable::moveRequested, this, &EvalSetsPlace::moveRows);
    connect(inspector_, &EvalInspector::categoryChosen, this, [this](const QString& category) {
        shownModel_->setCategory(category);
        updateState();
    });
    connect(inspector_, &EvalInspector::categoryCleared, this, [this] {
        shownModel_->setCategory(std::nullopt);
        updateState();
    });
    connect(inspector_, &EvalInspector::revisionChosen, this, [this](qint64 revision) {
        if (revision == 0 || (editor_ && editor_->model().base().value == revision)) {
            showNewest();
        } else {
            showOldRevision({revision});
        }
    });
    connect(inspector_, &EvalInspector::diffRequested, this, &EvalSetsPlace::showDiff);
    connect(inspector_, &EvalInspector::leaksRequested, this, &EvalSetsPlace::showLeaks);
    connect(diff_, &RevisionDiffView::backRequested, this, [this] {
        whole_->setCurrentIndex(0);
        table_->setFocus();
    });
    connect(sets_, &QComboBox::activated, this,
            [this](int index) { openSet({sets_->itemData(index).toLongLong()}); });
    connect(&recountTimer_, &QTimer::timeout, this, &EvalSetsPlace::recount);
    connect(&session_, &items::ProjectSession::overviewChanged, this, &EvalSetsPlace::showSets);
    connect(&session_, &items::ProjectSession::closed, this, [this] {
        table_->setModel(nullptr);
        shownModel_ = nullptr;
        editor_ = nullptr;
        emit undoStackChanged();
        qDeleteAll(editors_);
        editors_.clear();
        stack_->setCurrentIndex(1);
    });
}

void EvalSetsPlace::activate(const QVariantMap& target) {
    wantedCategory_ = target.value(QStringLiteral("category")).toString();
    if (target.value(QStringLiteral("new")).toBool()) {
        newSet();
    } else if (const qint64 set = target.value(QStringLiteral("set")).toLongLong(); set != 0) {
        openSet({set});
    } else if (const qint64 revision = target.value(QStringLiteral("revision")).toLongLong(); revision != 0) {
        openRevision({revision});
    }
}

QVariantMap EvalSetsPlace::location() const {
    if (!editor_) {
        return {};
    }
    const qint64 revision = oldRevision_.stored() ? oldRevision_.value : editor_->model().base().value;
    return {{QStringLiteral("revision"), QVariant::fromValue<qint64>(revision)}};
}

bool EvalSetsPlace::focusFilter() {
    filter_->setFocus();
    filter_->selectAll();
    return true;
}

QWidget* EvalSetsPlace::firstFocus() {
    return stack_->currentIndex() == 0 ? static_cast<QWidget*>(table_) : nothing_;
}

QUndoStack* EvalSetsPlace::undoStack() {
    return editor_ ? &editor_->model().undoStack() : nullptr;
}

bool EvalSetsPlace::canEdit() const {
    return editor_ != nullptr && shownModel_ == &editor_->model() && shownModel_->isEditable();
}

void EvalSetsPlace::showSets() {
    const auto overview = session_.overview();
    const bool any = overview && !overview->eval_sets.empty();
    stack_->setCurrentIndex(any ? 0 : 1);
    sets_->setVisible(any && name_->isHidden());
    for (QWidget* control : {static_cast<QWidget*>(undo_), static_cast<QWidget*>(redo_),
                             static_cast<QWidget*>(saveButton_), static_cast<QWidget*>(rename_)}) {
        control->setVisible(any);
    }
    if (!any) {
        bar_->setSubtitle({});
        return;
    }
    const qint64 before = editor_ ? editor_->set().value : 0;
    sets_->clear();
    for (const store::EvalSetRow& row : overview->eval_sets) {
        sets_->addItem(QString::fromStdString(row.name), QVariant::fromValue<qint64>(row.id.value));
    }
    const int index = std::max(0, sets_->findData(QVariant::fromValue(before)));
    sets_->setCurrentIndex(index);
    if (before == 0 || sets_->itemData(index).toLongLong() != before) {
        openSet({sets_->itemData(index).toLongLong()});
        return;
    }
    // Another way in (an import) made a revision: it is shown, unless a person is at work on the one before.
    for (const store::EvalSetRow& row : overview->eval_sets) {
        if (editor_->isLoaded() && row.id == editor_->set() && row.newest != editor_->model().base() &&
            !editor_->model().isModified()) {
            editor_->load();
        }
    }
}

void EvalSetsPlace::openSet(domain::EvalSetId set) {
    oldRevision_ = {};
    items::EvalSetEditor*& editor = editors_[set.value];
    if (editor == nullptr) {
        editor = new items::EvalSetEditor(session_, set, this);
        connect(editor, &items::EvalSetEditor::loaded, this, [this, editor] {
            if (editor == editor_) {
                showModel(editor->model());
                if (editor->hadDraft()) {
                    message_->showMessage(
                        MessageBar::Kind::info,
                        tr("These are your unsaved edits: %1.").arg(editor->changeSummary()),
                        tr("Ctrl Z takes them back; Save revision keeps them for runs."));
                }
            }
        });
        connect(editor, &items::EvalSetEditor::saved, this, [this, editor](qint64) {
            if (editor == editor_) {
                inspector_->clearNote();
                message_->showMessage(MessageBar::Kind::ok,
                                      tr("Saved as revision %1.").arg(editor->revisions().front().number),
                                      tr("Runs that used an older one keep it."));
                updateState();
            }
        });
        connect(editor, &items::EvalSetEditor::renamed, this, &EvalSetsPlace::updateState);
        connect(editor, &items::EvalSetEditor::failed, this, [this](const items::ErrorInfo& error) {
            message_->showMessage(MessageBar::Kind::error, error.what, error.mend);
        });
        connect(&editor->model(), &items::EvalSetModel::edited, this, [this, editor] {
            if (editor == editor_) {
                recountTimer_.start();
            }
        });
        // Whether there is more to take back is known only when a step is over.
        connect(&editor->model().undoStack(), &QUndoStack::indexChanged, this, [this, editor] {
            if (editor == editor_) {
                updateState();
            }
        });
        connect(&editor->model(), &items::EvalSetModel::touched, this,
                [this, editor](const QList<qint64>& keys) {
                    if (shownModel_ == &editor->model()) {
                        table_->chooseRows(keys);
                    }
                });
    }
    message_->hide();
    editor_ = editor;
    emit undoStackChanged();
    sets_->setCurrentIndex(sets_->findData(QVariant::fromValue<qint64>(set.value)));
    if (editor_->isLoaded()) {
        showModel(editor_->model());
    } else {
        editor_->load();
    }
}

void EvalSetsPlace::openRevision(domain::EvalSetRevisionId revision) {
    const auto overview = session_.overview();
    for (const store::EvalSetRow& row : overview ? overview->eval_sets : std::vector<store::EvalSetRow>{}) {
        if (row.newest == revision) {
            openSet(row.id);
            return;
        }
    }
    struct Found {
        domain::EvalSetId set;
    };
    session_.read(
        this, oldTicket_,
        [revision](store::Connection& c) {
            for (const store::EvalSetRow& set : store::eval_sets(c)) {
                for (const store::EvalSetRevisionRow& row : store::eval_set_revisions(c, set.id)) {
                    if (row.id == revision) {
                        return Found{set.id};
                    }
                }
            }
            return Found{};
        },
        [this, revision](const std::shared_ptr<const Found>& found) {
            if (found->set.stored()) {
                openSet(found->set);
                showOldRevision(revision);
            }
        });
}

void EvalSetsPlace::showModel(items::EvalSetModel& model) {
    shownModel_ = &model;
    whole_->setCurrentIndex(0);
    table_->setEvalModel(&model);
    table_->setColumnWidths({52, 300, 150, 0, 104, 56, 112, 84});
    inspector_->clearCategory();
    found_.clear();
    if (!filter_->text().isEmpty()) {
        filter(filter_->text());
    }
    if (!wantedCategory_.isEmpty()) {
        model.setCategory(wantedCategory_ == QLatin1String("(none)") ? QString() : wantedCategory_);
        wantedCategory_.clear();
    }
    const int row = focusNewRow_ ? model.rowCount() - 1 : 0;
    if (model.rowCount() > 0) {
        table_->setCurrentIndex(model.index(row, items::EvalSetModel::instruction));
    }
    if (focusNewRow_) {
        focusNewRow_ = false;
        table_->setFocus();
    }
    recount();
    readLeaks();
    updateState();
}

void EvalSetsPlace::showOldRevision(domain::EvalSetRevisionId revision) {
    session_.read(
        this, oldTicket_,
        [revision](store::Connection& c) { return items::rowsOf(store::items(c, revision)); },
        [this, revision](const std::shared_ptr<const items::EvalRows>& rows) {
            oldRevision_ = revision;
            oldModel_.setStored(revision, *rows, false);
            showModel(oldModel_);
            int number = 0;
            for (const store::EvalSetRevisionRow& row :
                 editor_ ? editor_->revisions() : std::vector<store::EvalSetRevisionRow>{}) {
                number = row.id == revision ? row.number : number;
            }
            message_->showMessage(MessageBar::Kind::info,
                                  tr("This is revision %1, an old one, to read only.").arg(number));
            Button* newest = message_->addAction(tr("Show the newest"));
            connect(newest, &QAbstractButton::clicked, this, &EvalSetsPlace::showNewest);
            if (!session_.isReadOnly()) {
                Button* restore = message_->addAction(tr("Go on from this one"));
                restore->setObjectName(QStringLiteral("restoreRevision"));
                connect(restore, &QAbstractButton::clicked, this, &EvalSetsPlace::restoreOldRevision);
            }
        });
}

void EvalSetsPlace::showNewest() {
    oldRevision_ = {};
    message_->hide();
    if (editor_ && editor_->isLoaded()) {
        showModel(editor_->model());
    }
}

void EvalSetsPlace::restoreOldRevision() {
    const items::EvalRows rows = oldModel_.rows();
    showNewest();
    if (editor_) {
        editor_->model().replaceAll(rows, tr("go on from an old revision"));
    }
}

} // namespace tiebreak::ui
