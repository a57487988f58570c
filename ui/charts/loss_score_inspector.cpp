// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/loss_score_inspector.h"

#include "items/roles.h"
#include "ui/charts/association_table.h"
#include "ui/charts/legend_list.h"
#include "ui/theme/style.h"
#include "ui/widgets/button.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/key_cap.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace tiebreak::ui {

namespace {

constexpr int mostRowsSeen = 6; // more outliers scroll
constexpr int mostRows = 200;

QWidget* keyHints() {
    auto* strip = new Pane(&Tokens::content, Qt::TopEdge);
    strip->setFixedHeight(38);
    auto* line = new QHBoxLayout(strip);
    line->setContentsMargins(metric::paneLeft, 0, metric::paneRight, 0);
    line->setSpacing(5);
    const auto say = [&](const QString& text) {
        line->addWidget(new TextLabel(text, TextSize::small, &Tokens::text2));
    };
    line->addWidget(new KeyCap(QStringLiteral("←")));
    line->addWidget(new KeyCap(QStringLiteral("→")));
    say(LossScoreInspector::tr("walk the points,"));
    line->addWidget(new KeyCap(QStringLiteral("Enter")));
    say(LossScoreInspector::tr("opens one"));
    line->addStretch(1);
    return strip;
}

} // namespace

LossScoreInspector::LossScoreInspector(QWidget* parent)
    : Pane(&Tokens::content, {}, parent)
    , association_(new AssociationTable)
    , outliersTitle_(new SectionTitle(tr("Outliers")))
    , outliers_(new TableView(tr("Outliers and points left out"), QString(), nullptr))
    , model_(new QStandardItemModel(this))
    , leaveOut_(new Button(tr("Leave out"), ButtonKind::flat))
    , takeBack_(new Button(tr("Take all back"), ButtonKind::flat))
    , colourBy_(new Choice(tr("Colour by")))
    , legend_(new LegendList)
    , shows_(new QWidget) {
    setObjectName(QStringLiteral("lossScoreInspector"));
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* inner = new Pane(&Tokens::content);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    scroll->setWidget(inner);
    all->addWidget(scroll, 1);
    all->addWidget(keyHints());

    column->addWidget(new SectionTitle(tr("Association")));
    column->addWidget(association_);
    column->addSpacing(6);

    column->addWidget(outliersTitle_);
    for (Button* button : {leaveOut_, takeBack_}) {
        button->setInStrip(true);
        outliersTitle_->addAction(button);
    }
    leaveOut_->setToolTip(tr("Leaves the current point out of lines and figures, or takes it back"));
    auto* none = new TextLabel(tr("No point stands off the line."), TextSize::small, &Tokens::text3);
    none->setContentsMargins(metric::paneLeft, 0, 0, 6);
    noOutliers_ = none;
    column->addWidget(noOutliers_);
    model_->setColumnCount(2);
    outliers_->setModel(model_);
    outliers_->horizontalHeader()->hide();
    outliers_->setItemDelegate(new CellDelegate(outliers_));
    outliers_->setColumnWidths({0, 72});
    outliers_->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    column->addWidget(outliers_);
    column->addSpacing(6);

    auto* colourTitle = new SectionTitle(tr("Colour by"));
    colourTitle->addAction(colourBy_);
    column->addWidget(colourTitle);
    column->addWidget(legend_);
    column->addSpacing(6);

    column->addWidget(new SectionTitle(tr("Show")));
    auto* shows = new QVBoxLayout(shows_);
    shows->setContentsMargins(metric::paneLeft, 2, metric::paneRight, 12);
    shows->setSpacing(1);
    addShow(tr("Theil–Sen line and band"), &LossScoreView::theilSen);
    addShow(tr("Least-squares line"), &LossScoreView::leastSquares);
    addShow(tr("Error bars of the score"), &LossScoreView::scoreBars);
    lossBars_ = addShow(tr("Error bars of the loss"), &LossScoreView::lossBars);
    addShow(tr("Names of outliers"), &LossScoreView::outlierNames);
    addShow(tr("Names of all"), &LossScoreView::allNames);
    column->addWidget(shows_);
    column->addStretch(1);

    connect(outliers_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) {
                if (!filling_ && row.isValid()) {
                    emit currentWanted({row.siblingAtColumn(0).data(items::idRole).toLongLong()});
                }
            });
    connect(outliers_, &TableView::rowOpened, this, [this](const QModelIndex& row) {
        emit openItems({row.siblingAtColumn(0).data(items::idRole).toLongLong()});
    });
    connect(leaveOut_, &Button::clicked, this, [this] { emit leaveOutToggled(current_); });
    connect(takeBack_, &Button::clicked, this, &LossScoreInspector::allWantedBack);
    connect(colourBy_, &QComboBox::activated, this, [this] {
        view_.colourBy = colourBy_->currentData().toString().toStdString();
        emit viewWanted(view_);
    });
}

QCheckBox* LossScoreInspector::addShow(const QString& text, bool LossScoreView::*member) {
    auto* box = new QCheckBox(text);
    box->setChecked(view_.*member);
    shows_->layout()->addWidget(box);
    checks_.emplace_back(box, member);
    connect(box, &QCheckBox::toggled, this, [this, member](bool on) {
        view_.*member = on;
        emit viewWanted(view_);
    });
    return box;
}

void LossScoreInspector::setView(const LossScoreView& view, const workbench::LossScoreReport& all) {
    view_ = view;
    const workbench::LossScoreChart& chart = *view.chart;
    const bool some = std::ranges::any_of(chart.points, &workbench::LossScorePoint::excluded);
    association_->setFigures(all, some ? std::optional(chart.association) : std::nullopt);
    outliersTitle_->setHint(
        chart.outlier_threshold ? tr("beyond ±%1").arg(numberText(*chart.outlier_threshold, 2)) : QString());
    takeBack_->setVisible(some);
    fillOutliers();

    const QSignalBlocker quiet(colourBy_);
    colourBy_->clear();
    colourBy_->addItem(tr("candidate"), QString());
    for (const std::string& tag : chart.tag_names) {
        colourBy_->addItem(tr("tag: %1").arg(shownName(tag)), QString::fromStdString(tag));
    }
    colourBy_->setCurrentIndex(std::max(0, colourBy_->findData(QString::fromStdString(view.colourBy))));
    legend_->setEntries(legendOf(view), !view.colourBy.empty());

    for (const auto& [box, member] : checks_) {
        const QSignalBlocker still(box);
        box->setChecked(view.*member);
    }
    const QSignalBlocker still(lossBars_);
    lossBars_->setText(chart.any_loss_se ? tr("Error bars of the loss")
                                         : tr("Error bars of the loss (none given)"));
    lossBars_->setEnabled(chart.any_loss_se);
    lossBars_->setChecked(chart.any_loss_se && view.lossBars);
    updateLeaveOut();
}

void LossScoreInspector::fillOutliers() {
    filling_ = true;
    model_->removeRows(0, model_->rowCount());
    std::vector<PlotPoint> points = plotPoints(view_);
    std::erase_if(points, [](const PlotPoint& p) { return !p.outlier && !p.leftOut; });
    std::ranges::stable_sort(points, [](const PlotPoint& a, const PlotPoint& b) {
        return std::make_pair(a.leftOut, -std::abs(a.residual)) <
               std::make_pair(b.leftOut, -std::abs(b.residual));
    });
    for (std::size_t i = 0; i < points.size() && i < mostRows; ++i) {
        const PlotPoint& p = points[i];
        auto* name = new QStandardItem(p.leftOut ? tr("%1 (left out)").arg(p.name) : p.name);
        name->setEditable(false);
        name->setData(p.slot, items::slotRole);
        name->setData(static_cast<qlonglong>(p.candidate.value), items::idRole);
        auto* residual = new QStandardItem(signedText(p.residual, 2));
        residual->setEditable(false);
        residual->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        if (p.leftOut) {
            for (QStandardItem* item : {name, residual}) {
                item->setData(static_cast<int>(items::Tone::hint), items::toneRole);
            }
        }
        model_->appendRow({name, residual});
    }
    const int rows = model_->rowCount();
    noOutliers_->setVisible(rows == 0);
    outliers_->setVisible(rows > 0);
    outliers_->setFixedHeight(std::min(rows, mostRowsSeen) * metric::row + 2);
    filling_ = false;
    setCurrent(current_);
}

void LossScoreInspector::setCurrent(domain::CandidateRevisionId candidate) {
    current_ = candidate;
    filling_ = true;
    int row = -1;
    for (int r = 0; r < model_->rowCount(); ++r) {
        if (model_->item(r, 0)->data(items::idRole).toLongLong() == candidate.value) {
            row = r;
        }
    }
    if (row >= 0) {
        outliers_->setCurrentIndex(model_->index(row, 0));
    } else {
        outliers_->selectionModel()->clear();
    }
    filling_ = false;
    updateLeaveOut();
}

void LossScoreInspector::updateLeaveOut() {
    const workbench::LossScorePoint* current = nullptr;
    if (view_.chart) {
        const auto at =
            std::ranges::find(view_.chart->points, current_, &workbench::LossScorePoint::candidate);
        current = at == view_.chart->points.end() ? nullptr : &*at;
    }
    leaveOut_->setVisible(current != nullptr);
    leaveOut_->setText(current && current->excluded ? tr("Take back") : tr("Leave out"));
}

} // namespace tiebreak::ui
