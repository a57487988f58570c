// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/models_place.h"

#include "items/safe_text.h"
#include "items/undo_call.h"
#include "ui/models/model_form.h"
#include "ui/widgets/button.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/wording.h"

#include <QAction>
#include <QItemSelectionModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace tiebreak::ui {

ModelsPlace::ModelsPlace(items::ProjectSession& session, Settings& settings, QWidget* parent)
    : Place(parent)
    , session_(session)
    , bar_(new PlaceBar(tr("Models")))
    , roles_(new Choice(tr("Candidates or judges")))
    , message_(new MessageBar)
    , table_(new TableView(tr("Candidates"), QStringLiteral("models"), &settings))
    , remove_(new Button(tr("Remove")))
    , form_(new ModelForm(session))
    , nothing_(new EmptyState(QStringLiteral("models"), tr("No model yet"),
                              tr("A candidate is one set of weights: behind an address, or answers that were "
                                 "recorded elsewhere.")))
    , list_(new QStackedWidget) {
    setObjectName(QStringLiteral("modelsPlace"));
    auto* add = new Button(tr("Connect a model"));
    add->setIconName(QStringLiteral("plug"));
    add->setObjectName(QStringLiteral("connectModel"));
    roles_->setObjectName(QStringLiteral("modelRoles"));
    roles_->addItem(tr("Candidates"), false);
    roles_->addItem(tr("Judges"), true);
    bar_->addControl(roles_);
    remove_->setObjectName(QStringLiteral("removeModel"));
    remove_->setIconName(QStringLiteral("trash"));
    message_->setObjectName(QStringLiteral("modelsMessage"));
    auto* importAll = new Button(tr("Import answers…"));
    importAll->setIconName(QStringLiteral("download"));
    importAll->setObjectName(QStringLiteral("importModels"));
    importAll->setToolTip(
        tr("Recorded answers of one model, or a manifest (CSV) that names many with their losses"));
    bar_->addAction(remove_);
    bar_->addAction(importAll);
    bar_->addAction(add);
    table_->setObjectName(QStringLiteral("modelsTable"));
    table_->setItemDelegate(new CellDelegate(table_));
    table_->setModel(&model_);
    table_->setColumnWidths({200, 84, 120, 74, 50, 120, 100, 0, 66});
    list_->addWidget(table_);
    list_->addWidget(nothing_);
    Button* first = nothing_->addAction(tr("Connect a model"), QStringLiteral("plug"));
    Button* import = nothing_->addAction(tr("Import answers…"), QStringLiteral("download"), true);

    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(list_);
    splitter->addWidget(form_);
    splitter->setStretchFactor(0, 1);
    form_->setMinimumWidth(340);
    splitter->setSizes({800, 400});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar_);
    layout->addWidget(message_);
    layout->addWidget(splitter, 1);
    auto* del = new QAction(tr("Remove"), table_);
    del->setShortcut(QKeySequence(Qt::Key_Delete));
    del->setShortcutContext(Qt::WidgetShortcut);
    table_->addAction(del);
    connect(del, &QAction::triggered, this, &ModelsPlace::removeChosen);
    connect(remove_, &QAbstractButton::clicked, this, &ModelsPlace::removeChosen);
    connect(importAll, &QAbstractButton::clicked, this, &ModelsPlace::importRequested);
    connect(roles_, &QComboBox::activated, this, [this](int index) {
        setRole(roles_->itemData(index).toBool() ? store::Role::judge : store::Role::candidate);
    });

    connect(add, &QAbstractButton::clicked, this, &ModelsPlace::connectNew);
    connect(first, &QAbstractButton::clicked, this, &ModelsPlace::connectNew);
    connect(import, &QAbstractButton::clicked, this, &ModelsPlace::importRequested);
    connect(form_, &ModelForm::saved, this, [this](qint64 candidate) { chosen_ = candidate; });
    connect(&session_, &items::ProjectSession::overviewChanged, this, &ModelsPlace::showCandidates);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid()) {
                    chosen_ = model_.candidate(index.row()).id.value;
                    showInForm(model_.candidate(index.row()));
                }
            });
    showCandidates();
}

void ModelsPlace::activate(const QVariantMap& target) {
    if (target.value(QStringLiteral("connect")).toBool()) {
        setRole(target.value(QStringLiteral("judge")).toBool() ? store::Role::judge : store::Role::candidate);
        connectNew();
    } else if (const qint64 id = target.value(QStringLiteral("candidate")).toLongLong(); id != 0) {
        setRole(target.value(QStringLiteral("judge")).toBool() ? store::Role::judge : store::Role::candidate);
        choose(id);
    }
}

QVariantMap ModelsPlace::location() const {
    return {{QStringLiteral("candidate"), chosen_}, {QStringLiteral("judge"), role_ == store::Role::judge}};
}

QWidget* ModelsPlace::firstFocus() {
    return model_.rowCount() > 0 ? static_cast<QWidget*>(table_) : form_->firstField();
}

void ModelsPlace::setRole(store::Role role) {
    if (role == role_) {
        return;
    }
    role_ = role;
    roles_->setCurrentIndex(role == store::Role::judge ? 1 : 0);
    chosen_ = 0;
    shown_.reset();
    form_->startNew(role);
    showCandidates();
}

void ModelsPlace::showCandidates() {
    const auto overview = session_.overview();
    if (!overview) {
        return;
    }
    const bool judges = role_ == store::Role::judge;
    const qint64 kept = chosen_;
    model_.setCandidates(judges ? overview->judges : overview->candidates);
    bar_->setSubtitle(judges ? countedText(model_.rowCount(), tr("judge"), tr("judges"))
                             : countedText(model_.rowCount(), tr("candidate"), tr("candidates")));
    nothing_->setTexts(judges ? tr("No judge yet") : tr("No model yet"),
                       judges
                           ? tr("A judge is a model that reads answers and scores them.")
                           : tr("A candidate is one set of weights: behind an address, or answers that were "
                                "recorded elsewhere."));
    list_->setCurrentIndex(model_.rowCount() == 0 ? 1 : 0);
    remove_->setEnabled(model_.rowCount() > 0 && !session_.isReadOnly());
    choose(kept);
}

void ModelsPlace::choose(qint64 candidate) {
    chosen_ = candidate;
    const int row = model_.rowOf(candidate);
    if (row >= 0) {
        table_->setCurrentIndex(model_.index(row, 0));
        showInForm(model_.candidate(row));
    } else if (candidate == 0 && model_.rowCount() > 0) {
        table_->setCurrentIndex(model_.index(0, 0));
    }
}

/// What a person has typed stays where the model behind it is as it was.
void ModelsPlace::showInForm(const store::CandidateRow& row) {
    if (!shown_ || shown_->id != row.id || shown_->candidate != row.candidate) {
        shown_ = row;
        form_->setModel(row.candidate, role_, row.id);
    }
}

void ModelsPlace::connectNew() {
    table_->clearSelection();
    chosen_ = -1;
    shown_.reset();
    form_->startNew(role_);
    form_->firstField()->setFocus();
}

/// Takes models out of the list. Their answers stay with the runs that have them.
void ModelsPlace::removeChosen() {
    if (session_.isReadOnly()) {
        return;
    }
    std::vector<domain::CandidateId> ids;
    QString name;
    for (const int row : table_->selectedRows()) {
        ids.push_back(model_.candidate(row).id);
        name = items::safeLine(model_.candidate(row).candidate.name);
    }
    if (ids.empty()) {
        return;
    }
    const auto write = [this, ids](void (*change)(store::Connection&, domain::CandidateId)) {
        session_.write(
            this, removeTicket_,
            [ids, change](store::Connection& c) {
                for (const domain::CandidateId id : ids) {
                    change(c, id);
                }
                return true;
            },
            [](const std::shared_ptr<const bool>&) {});
    };
    const QString what = ids.size() == 1 ? name : tr("%1 models").arg(ids.size());
    chosen_ = 0;
    undo_.push(new items::UndoCall(
        tr("remove %1").arg(what), [write] { write(&store::delete_candidate); },
        [write] { write(&store::restore_candidate); }));
    message_->showMessage(MessageBar::Kind::info, tr("Removed %1 from the list.").arg(what),
                          tr("Runs that used it keep it."));
    Button* back = message_->addAction(tr("Undo"));
    back->setObjectName(QStringLiteral("undoRemove"));
    connect(back, &QAbstractButton::clicked, this, [this] {
        undo_.undo();
        message_->hide();
    });
}

} // namespace tiebreak::ui
