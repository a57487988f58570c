// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/models_place.h"

#include "ui/models/model_form.h"
#include "ui/widgets/button.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/wording.h"

#include <QItemSelectionModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace tiebreak::ui {

ModelsPlace::ModelsPlace(items::ProjectSession& session, Settings& settings, QWidget* parent)
    : Place(parent)
    , session_(session)
    , bar_(new PlaceBar(tr("Models")))
    , table_(new TableView(tr("Candidates"), QStringLiteral("models"), &settings))
    , form_(new ModelForm(session))
    , nothing_(new EmptyState(QStringLiteral("models"), tr("No model yet"),
                              tr("A candidate is one set of weights: behind an address, or answers that were "
                                 "recorded elsewhere.")))
    , list_(new QStackedWidget) {
    setObjectName(QStringLiteral("modelsPlace"));
    auto* add = new Button(tr("Connect a model"));
    add->setIconName(QStringLiteral("plug"));
    add->setObjectName(QStringLiteral("connectModel"));
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
    form_->setMinimumWidth(320);
    splitter->setSizes({820, 360});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar_);
    layout->addWidget(splitter, 1);

    connect(add, &QAbstractButton::clicked, this, &ModelsPlace::connectNew);
    connect(first, &QAbstractButton::clicked, this, &ModelsPlace::connectNew);
    connect(import, &QAbstractButton::clicked, this, &ModelsPlace::importRequested);
    connect(form_, &ModelForm::saved, this, [this](qint64 candidate) { chosen_ = candidate; });
    connect(&session_, &items::ProjectSession::overviewChanged, this, &ModelsPlace::showCandidates);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid()) {
                    chosen_ = model_.candidate(index.row()).id.value;
                    form_->setModel(model_.candidate(index.row()).candidate);
                }
            });
    showCandidates();
}

void ModelsPlace::activate(const QVariantMap& target) {
    if (target.value(QStringLiteral("connect")).toBool()) {
        connectNew();
    } else if (const qint64 id = target.value(QStringLiteral("candidate")).toLongLong(); id != 0) {
        choose(id);
    }
}

QVariantMap ModelsPlace::location() const {
    return {{QStringLiteral("candidate"), chosen_}};
}

QWidget* ModelsPlace::firstFocus() {
    return model_.rowCount() > 0 ? static_cast<QWidget*>(table_) : form_->firstField();
}

void ModelsPlace::showCandidates() {
    const auto overview = session_.overview();
    if (!overview) {
        return;
    }
    const qint64 kept = chosen_;
    model_.setCandidates(overview->candidates);
    bar_->setSubtitle(countedText(model_.rowCount(), tr("candidate"), tr("candidates")));
    list_->setCurrentIndex(model_.rowCount() == 0 ? 1 : 0);
    choose(kept);
}

void ModelsPlace::choose(qint64 candidate) {
    chosen_ = candidate;
    const int row = model_.rowOf(candidate);
    if (row >= 0) {
        table_->setCurrentIndex(model_.index(row, 0));
        form_->setModel(model_.candidate(row).candidate);
    } else if (candidate == 0 && model_.rowCount() > 0) {
        table_->setCurrentIndex(model_.index(0, 0));
    }
}

void ModelsPlace::connectNew() {
    table_->clearSelection();
    chosen_ = -1;
    form_->startNew();
    form_->firstField()->setFocus();
}

} // namespace tiebreak::ui
