// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_inspector.h"

#include "items/roles.h"
#include "ui/charts/legend_list.h"
#include "ui/theme/style.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/key_cap.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text_label.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr int leastRowsSeen = 5;
constexpr int mostRows = 5000;

QWidget* keyHints() {
    auto* strip = new Pane(&Tokens::content, Qt::TopEdge);
    strip->setFixedHeight(38);
    auto* line = new QHBoxLayout(strip);
    line->setContentsMargins(metric::paneLeft, 0, metric::paneRight, 0);
    line->setSpacing(5);
    line->addWidget(new KeyCap(QStringLiteral("←")));
    line->addWidget(new KeyCap(QStringLiteral("→")));
    line->addWidget(new TextLabel(ChartInspector::tr("walk the chart,"), TextSize::small, &Tokens::text2));
    line->addWidget(new KeyCap(QStringLiteral("Enter")));
    line->addWidget(new TextLabel(ChartInspector::tr("opens"), TextSize::small, &Tokens::text2));
    line->addStretch(1);
    return strip;
}

/// A column's key as a person reads it: "ci_low" is "ci low".
QString heading(const std::string& key) {
    return QString::fromStdString(key).replace(QLatin1Char('_'), QLatin1Char(' '));
}

} // namespace

ChartInspector::ChartInspector(QWidget* parent)
    : Pane(&Tokens::content, {}, parent)
    , filter_(new FilterField(tr("Filter candidates")))
    , optionTitle_(new SectionTitle({}))
    , option_(new Choice(tr("Made by")))
    , figuresTitle_(new SectionTitle(tr("Figures")))
    , figures_(new QWidget)
    , figureLines_(new QFormLayout(figures_))
    , colourTitle_(new SectionTitle(tr("Colour by")))
    , colourBy_(new Choice(tr("Colour by")))
    , legend_(new LegendList)
    , showTitle_(new SectionTitle(tr("Show")))
    , bars_(new QCheckBox(tr("Intervals")))
    , names_(new QCheckBox(tr("Names")))
    , table_(new TableView(tr("Values of the chart"), QString(), nullptr))
    , model_(new QStandardItemModel(this)) {
    setObjectName(QStringLiteral("chartInspector"));
    filter_->setToolTip(tr("Words in a candidate's name or tags; only those are drawn and counted"));
    filter_->setKeyCap(QStringLiteral("Ctrl F"));
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    auto* filterLine = new QHBoxLayout;
    filterLine->setContentsMargins(metric::paneLeft, 8, metric::paneRight, 2);
    filterLine->addWidget(filter_);
    all->addLayout(filterLine);

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

    optionTitle_->addAction(option_);
    column->addWidget(optionTitle_);
    column->addWidget(figuresTitle_);
    figureLines_->setContentsMargins(metric::paneLeft, 0, metric::paneRight, 6);
    figureLines_->setVerticalSpacing(4);
    figureLines_->setLabelAlignment(Qt::AlignLeft);
    column->addWidget(figures_);
    colourTitle_->addAction(colourBy_);
    column->addWidget(colourTitle_);
    column->addWidget(legend_);
    column->addWidget(showTitle_);
    auto* checks = new QVBoxLayout;
    checks->setContentsMargins(metric::paneLeft, 2, metric::paneRight, 6);
    checks->setSpacing(1);
    checks->addWidget(bars_);
    checks->addWidget(names_);
    column->addLayout(checks);
    column->addWidget(new SectionTitle(tr("Values")));
    table_->setModel(model_);
    table_->setMinimumHeight((leastRowsSeen + 1) * metric::row);
    column->addWidget(table_, 1);

    connect(filter_, &FilterField::filterChanged, this,
            [this](const QString& text) { emit filterWanted(text.trimmed()); });
    connect(option_, &QComboBox::activated, this,
            [this] { emit optionWanted(option_->currentData().toString()); });
    connect(colourBy_, &QComboBox::activated, this, [this] {
        view_.colourBy = colourBy_->currentData().toString().toStdString();
        emit viewWanted(view_);
    });
    connect(bars_, &QCheckBox::toggled, this, [this](bool on) {
        view_.bars = on;
        emit viewWanted(view_);
    });
    connect(names_, &QCheckBox::toggled, this, [this](bool on) {
        view_.names = on;
        emit viewWanted(view_);
    });
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) {
                if (!filling_ && row.isValid()) {
                    emit currentWanted(itemOfRow(row.row()));
                }
            });
    connect(table_, &TableView::rowOpened, this,
            [this](const QModelIndex& row) { emit openItem(itemOfRow(row.row())); });
}

int ChartInspector::itemOfRow(int row) const {
    if (view_.chart) {
        for (std::size_t i = 0; i < view_.chart->items.size(); ++i) {
            if (view_.chart->items[i].row == row) {
                return static_cast<int>(i);
            }
        }
    }
    return -1;
}

void ChartInspector::setView(const ChartView& view) {
    const bool fresh = view_.chart != view.chart;
    view_ = view;
    const workbench::Chart& chart = *view.chart;
    const QSignalBlocker quiet(option_);
    optionTitle_->setVisible(chart.option.choices.size() > 1);
    optionTitle_->setTitle(QString::fromStdString(chart.option.title));
    option_->clear();
    for (const auto& choice : chart.option.choices) {
        option_->addItem(shownName(choice.title), QString::fromStdString(choice.id));
    }
    option_->setCurrentIndex(std::max(0, option_->findData(QString::fromStdString(chart.option.current))));

    const QSignalBlocker still(colourBy_);
    colourBy_->clear();
    colourBy_->addItem(tr("candidate"), QString());
    for (const std::string& tag : chart.tag_names) {
        colourBy_->addItem(tr("tag: %1").arg(shownName(tag)), QString::fromStdString(tag));
    }
    colourBy_->setCurrentIndex(std::max(0, colourBy_->findData(QString::fromStdString(view.colourBy))));
    const std::vector<LegendEntry> entries = legendOf(view);
    colourBy_->setVisible(chart.by_candidate && !chart.tag_names.empty());
    colourTitle_->setTitle(chart.by_candidate ? tr("Colour by") : tr("Marks"));
    colourTitle_->setVisible(!entries.empty());
    legend_->setVisible(!entries.empty());
    legend_->setEntries(entries, chart.by_candidate && !view.colourBy.empty());

    const QSignalBlocker barsStill(bars_);
    const QSignalBlocker namesStill(names_);
    const bool any = std::ranges::any_of(chart.items, [](const workbench::ChartItem& item) {
        return item.shape == workbench::ChartItem::Shape::mark && (item.y_low || item.x_low);
    });
    bars_->setText(any ? tr("Intervals") : tr("Intervals (none known)"));
    bars_->setEnabled(any);
    bars_->setChecked(any && view.bars);
    const bool marks = std::ranges::any_of(chart.items, [](const workbench::ChartItem& item) {
        return item.shape == workbench::ChartItem::Shape::mark;
    });
    showTitle_->setVisible(marks);
    bars_->setVisible(marks);
    names_->setVisible(isMovable(chart));
    names_->setChecked(view.names);
    if (fresh) {
        fillFigures();
        fillTable();
    }
}

void ChartInspector::fillFigures() {
    while (figureLines_->rowCount() > 0) {
        figureLines_->removeRow(0);
    }
    for (const auto& [label, value] : view_.chart->figures) {
        auto* number = new TextLabel(shownName(value));
        number->setAlignment(Qt::AlignRight);
        number->setTextInteractionFlags(Qt::TextSelectableByMouse);
        figureLines_->addRow(new TextLabel(shownName(label), TextSize::body, &Tokens::text2), number);
    }
    figuresTitle_->setVisible(!view_.chart->figures.empty());
    figures_->setVisible(!view_.chart->figures.empty());
}

QString ChartInspector::figuresText() const {
    QStringList lines;
    if (view_.chart) {
        for (const auto& [label, value] : view_.chart->figures) {
            lines << shownName(label) + QLatin1Char('\t') + shownName(value);
        }
    }
    return lines.join(QLatin1Char('\n'));
}

void ChartInspector::fillTable() {
    filling_ = true;
    const workbench::Chart& chart = *view_.chart;
    model_->clear();
    QStringList headings;
    for (const std::string& column : chart.columns) {
        headings << heading(column);
    }
    model_->setColumnCount(static_cast<int>(headings.size()));
    model_->setHorizontalHeaderLabels(headings);
    for (std::size_t r = 0; r < chart.rows.size() && r < mostRows; ++r) {
        QList<QStandardItem*> cells;
        for (std::size_t c = 0; c < chart.rows[r].size(); ++c) {
            const workbench::ChartValue& value = chart.rows[r][c];
            auto* cell = new QStandardItem(shownName(workbench::shown(value)));
            cell->setEditable(false);
            if (value.is_number) {
                cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
                if (r == 0) {
                    model_->horizontalHeaderItem(static_cast<int>(c))
                        ->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
                }
            } else if (c == 0 && chart.by_candidate) {
                const int item = itemOfRow(static_cast<int>(r));
                if (item >= 0) {
                    cell->setData(chart.items[static_cast<std::size_t>(item)].slot, items::slotRole);
                }
            }
            cells << cell;
        }
        model_->appendRow(cells);
    }
    QList<int> widths;
    for (std::size_t c = 0; c < chart.columns.size(); ++c) {
        const bool number = !chart.rows.empty() && chart.rows.front()[c].is_number;
        const int title =
            table_->horizontalHeader()->fontMetrics().horizontalAdvance(headings[static_cast<int>(c)]);
        widths << std::max(title + 24, number ? 64 : c == 0 ? 150 : 90);
    }
    table_->setColumnWidths(widths);
    filling_ = false;
}

void ChartInspector::setCurrent(int item) {
    filling_ = true;
    const int row = view_.chart && item >= 0 && item < static_cast<int>(view_.chart->items.size())
                        ? view_.chart->items[static_cast<std::size_t>(item)].row
                        : -1;
    if (row >= 0 && row < model_->rowCount()) {
        if (table_->currentIndex().row() != row) {
            table_->setCurrentIndex(model_->index(row, 0));
        }
    } else {
        table_->selectionModel()->clear();
    }
    filling_ = false;
}

} // namespace tiebreak::ui
