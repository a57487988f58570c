// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_list_view.h"

#include "items/figures.h"
#include "items/roles.h"
#include "items/run_list_model.h"
#include "ui/runs/glyph_word_delegate.h"
#include "ui/widgets/button.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/table_view.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr int narrowUnder = 1100;

} // namespace

RunListView::RunListView(Settings* settings, QWidget* parent)
    : QWidget(parent) {
    using Model = items::RunListModel;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    bar_ = new PlaceBar(tr("Runs"));
    newRun_ = new Button(tr("New run"), ButtonKind::main);
    newRun_->setKeyCap(tr("Ctrl N"));
    newRun_->setObjectName(QStringLiteral("newRun"));
    newRun_->setIconName(QStringLiteral("runs"));
    connect(newRun_, &QPushButton::clicked, this, &RunListView::newRunRequested);
    bar_->addAction(newRun_);
    column->addWidget(bar_);

    model_ = new Model(this);
    table_ = new TableView(tr("Runs"), QStringLiteral("runs"), settings);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setModel(model_);
    table_->setColumnWidths({0, 116, 150, 60, 190, 60, 82, 120, 150});
    table_->setItemDelegateForColumn(Model::verdictColumn, new GlyphWordDelegate(table_));
    auto* none =
        new EmptyState(QStringLiteral("runs"), tr("No runs yet"),
                       tr("A run asks each model every item of an eval set and has the answers judged. It is "
                          "put together here, or described by an eval config (JSON): drop one."));
    firstRun_ = none->addAction(tr("New run"), QStringLiteral("runs"));
    connect(firstRun_, &QPushButton::clicked, this, &RunListView::newRunRequested);
    stack_ = new QStackedWidget;
    stack_->addWidget(new Pane);
    stack_->addWidget(table_);
    stack_->addWidget(none);
    column->addWidget(stack_, 1);
    connect(table_, &TableView::rowOpened, this,
            [this](const QModelIndex& index) { emit runOpened(index.data(items::idRole).toLongLong()); });
}

void RunListView::setOverview(const std::shared_ptr<const workbench::ProjectOverview>& overview) {
    const qint64 selected = table_->currentIndex().data(items::idRole).toLongLong();
    model_->setOverview(overview);
    if (!overview) {
        stack_->setCurrentIndex(0);
        return;
    }
    const int rows = model_->rowCount();
    bar_->setSubtitle(rows == 0 ? QString() : items::count(rows));
    newRun_->setVisible(rows > 0); // an empty list has the same button in its middle
    stack_->setCurrentIndex(rows > 0 ? 1 : 2);
    if (rows > 0) {
        table_->setCurrentIndex(model_->index(std::max(0, model_->rowOf(domain::RunId{selected})), 0));
    }
}

void RunListView::setProgress(const std::shared_ptr<const runs::Progress>& progress) {
    model_->setProgress(progress);
}

void RunListView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool narrow = width() < narrowUnder;
    for (const int column : {items::RunListModel::itemsColumn, items::RunListModel::judgingsColumn}) {
        table_->setColumnHidden(column, narrow);
    }
    table_->setColumnHidden(items::RunListModel::evalSetColumn, width() < narrowUnder - 150);
}

QWidget* RunListView::firstFocus() const {
    return stack_->currentIndex() == 2 ? static_cast<QWidget*>(firstRun_) : table_;
}

} // namespace tiebreak::ui
