// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/item_pane.h"

#include "items/roles.h"
#include "items/safe_text.h"
#include "ui/compare/filter_panel.h"
#include "ui/compare/item_delegate.h"
#include "ui/compare/item_marks.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/mark.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QAbstractItemView>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

using items::CompareSort;

namespace {

constexpr int sortArrow = 34;
constexpr int sortWidest = 184;

bool aboutCandidate(CompareSort sort) {
    return sort > CompareSort::disagreement;
}

} // namespace

ItemPane::ItemPane(QWidget* parent)
    : Pane(&Tokens::content, {}, parent)
    , model_(new items::CompareListModel(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);

    auto* filterLine = new QHBoxLayout;
    filterLine->setContentsMargins(10, 8, 10, 3);
    filterLine->setSpacing(6);
    field_ = new FilterField(tr("Filter items"));
    field_->setObjectName(QStringLiteral("compareFilter"));
    field_->setToolTip(tr("Words in the item or in any answer to it, or the item's number"));
    filterLine->addWidget(field_, 1);
    funnel_ = Button::iconOnly(QStringLiteral("filter"), tr("Filter by category, mark or score"),
                               ButtonKind::raised);
    funnel_->setObjectName(QStringLiteral("compareFunnel"));
    funnel_->setCheckable(true);
    filterLine->addWidget(funnel_);
    column->addLayout(filterLine);
    panel_ = new FilterPanel(this);

    auto* sortLine = new QHBoxLayout;
    sortLine->setContentsMargins(6, 0, 12, 3);
    sortLine->setSpacing(4);
    sorts_ = new Choice(tr("Order of the list"));
    sorts_->setObjectName(QStringLiteral("compareSort"));
    sorts_->setFlat(true);
    sorts_->view()->installEventFilter(this);
    sortLine->addWidget(sorts_);
    sortLine->addStretch(1);
    count_ = new TextLabel({}, TextSize::small, &Tokens::text3);
    sortLine->addWidget(count_);
    column->addLayout(sortLine);
    column->addWidget(new Hairline);

    stack_ = new QStackedWidget;
    list_ = new QListView;
    list_->setObjectName(QStringLiteral("compareList"));
    list_->setAccessibleName(tr("Items"));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    list_->setSelectionMode(QAbstractItemView::SingleSelection);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setMouseTracking(true);
    list_->viewport()->setAttribute(Qt::WA_Hover);
    delegate_ = new ItemDelegate(*model_, list_);
    list_->setItemDelegate(delegate_);
    list_->setModel(model_);
    list_->installEventFilter(this);
    stack_->addWidget(list_);
    filteredAway_ =
        new EmptyState(QStringLiteral("filter"), tr("No item passes"),
                       tr("The filter leaves out all items of this run."), EmptyState::Kind::filteredAway);
    Button* clear = filteredAway_->addAction(tr("Clear filter"), {}, true);
    stack_->addWidget(filteredAway_);
    column->addWidget(stack_, 1);

    foot_ = new Pane(&Tokens::raised, Qt::TopEdge);
    auto* footLine = new QVBoxLayout(foot_);
    footLine->setContentsMargins(12, 8, 12, 8);
    column->addWidget(foot_);

    connect(clear, &QPushButton::clicked, this, &ItemPane::clearFilter);
    connect(funnel_, &QPushButton::clicked, this, [this] {
        funnel_->setChecked(filter_.narrowsBeyondWords()); // a click opens, it does not toggle
        panel_->openBelow(funnel_);
    });
    connect(panel_, &FilterPanel::changed, this, &ItemPane::applyFilter);
    connect(field_, &FilterField::filterChanged, this, [this](const QString& text) {
        filter_.matches.reset();
        applyFilter();
        emit searchWanted(text.trimmed());
    });
    connect(field_, &FilterField::leftDownwards, this, [this] {
        list_->setFocus(Qt::TabFocusReason);
        if (!isCurrentListed()) {
            step(1);
        }
    });
    connect(field_, &QLineEdit::returnPressed, this, [this] {
        if (!isCurrentListed()) {
            step(1);
        }
        list_->setFocus(Qt::TabFocusReason);
    });
    connect(sorts_, &QComboBox::activated, this, [this](int at) {
        const QVariantList chosen = sorts_->itemData(at).toList();
        setSort(static_cast<CompareSort>(chosen[0].toInt()), chosen[1].toInt(), chosen[2].toInt());
        emit sortChanged();
    });
    connect(model_, &items::CompareListModel::orderChanged, this, &ItemPane::afterReorder);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& now) {
                if (!following_ && now.isValid()) {
                    want(model_->row(now.row()).item);
                }
            });
    fillSorts();
}

void ItemPane::setIndex(std::shared_ptr<const workbench::CompareIndex> index) {
    const workbench::CompareIndex* old = model_->index();
    const bool otherRun = !old || !index || old->run != index->run;
    if (otherRun) {
        current_ = {};
        focusCandidate_ = 0;
        filter_ = {};
        field_->clear();
        panel_->setFilter({});
        model_->setFilter({});
        if (aboutCandidate(model_->sort())) {
            model_->setSort(CompareSort::range, -1);
        }
    }
    panel_->setIndex(index.get(), model_->isBlind());
    if (otherRun) {
        panel_->setFilter({});
    }
    applyFilter();
    const bool there = index && std::ranges::any_of(index->rows, [this](const workbench::CompareRow& row) {
                           return row.item == current_;
                       });
    model_->setIndex(std::move(index));
    delegate_->measure();
    fillLegend();
    fillSorts();
    if (!there) {
        current_ = {};
        step(1);
    }
}

void ItemPane::setMatches(const QString& words, std::shared_ptr<const items::ItemSet> matches) {
    if (words == field_->text().trimmed()) {
        filter_.matches = std::move(matches);
        applyFilter();
    }
}

void ItemPane::setBlind(bool blind) {
    model_->setBlind(blind);
    fillLegend();
    panel_->setIndex(model_->index(), blind);
    applyFilter();
    fillSorts();
}

void ItemPane::fillLegend() {
    unsigned marks = 0;
    if (model_->index()) {
        for (const workbench::CompareRow& row : model_->index()->rows) {
            marks |= row.marks;
        }
    }
    const QVector<MarkKind> kinds = marksOf(model_->isBlind() ? blindMarks(marks) : marks);
    delete legend_;
    legend_ = new MarkLegend(kinds);
    foot_->layout()->addWidget(legend_);
    foot_->setVisible(!kinds.isEmpty());
}

void ItemPane::setCandidates(const std::vector<int>& shown, int current) {
    delegate_->setCandidates(shown);
    list_->viewport()->update();
    if (current >= 0 && current != focusCandidate_) {
        focusCandidate_ = current;
        fillSorts();
    }
}

void ItemPane::fillSorts() {
    const QSignalBlocker quiet(sorts_);
    sorts_->clear();
    const auto add = [this](const QString& words, CompareSort sort, int candidate = -1, int against = 0) {
        sorts_->addItem(words, QVariantList{static_cast<int>(sort), candidate, against});
    };
    add(tr("Score range, widest first"), CompareSort::range);
    add(tr("Order in the eval set"), CompareSort::position);
    add(tr("Reruns that differ most"), CompareSort::disagreement);
    const workbench::CompareIndex* index = model_->index();
    const int candidates = index && !model_->isBlind() ? static_cast<int>(index->candidates.size()) : 0;
    std::vector<int> offered;
    if (aboutCandidate(model_->sort())) {
        offered.push_back(model_->sortCandidate());
    }
    if (offered.empty() || offered.front() != focusCandidate_) {
        offered.push_back(focusCandidate_);
    }
    for (const int candidate : offered) {
        if (candidate < 0 || candidate >= candidates) {
            continue;
        }
        const QString name = items::safeLine(index->candidates[static_cast<std::size_t>(candidate)].name);
        sorts_->insertSeparator(sorts_->count());
        add(tr("%1, lowest first").arg(name), CompareSort::candidateLowest, candidate);
        add(tr("%1, highest first").arg(name), CompareSort::candidateHighest, candidate);
        if (candidate != 0) {
            add(tr("%1, most lost to the baseline").arg(name), CompareSort::lostToBaseline, candidate);
            add(tr("%1, most gained on the baseline").arg(name), CompareSort::gainedOnBaseline, candidate);
        }
        const int against = candidate == model_->sortCandidate() ? model_->sortAgainst() : 0;
        if (against > 0 && against < candidates && against != candidate) {
            const QString other = items::safeLine(index->candidates[static_cast<std::size_t>(against)].name);
            add(tr("%1, most lost to %2").arg(name, other), CompareSort::lostToBaseline, candidate, against);
            add(tr("%1, most gained on %2").arg(name, other), CompareSort::gainedOnBaseline, candidate,
                against);
        }
    }
    const bool about = aboutCandidate(model_->sort());
    const CompareSort sort = model_->isBlind() && about ? CompareSort::range : model_->sort();
    const QVariantList chosen{static_cast<int>(sort), aboutCandidate(sort) ? model_->sortCandidate() : -1,
                              aboutCandidate(sort) ? model_->sortAgainst() : 0};
    for (int i = 0; i < sorts_->count(); ++i) {
        if (sorts_->itemData(i).toList() == chosen) {
            sorts_->setCurrentIndex(i);
        }
    }
    // As wide as what it says now, so that the arrow follows the words; the open list is as wide as it needs.
    const int words = sorts_->fontMetrics().horizontalAdvance(sorts_->currentText());
    sorts_->setFixedWidth(std::min(words + sortArrow, sortWidest));
    sorts_->view()->setMinimumWidth(sorts_->view()->sizeHintForColumn(0) + sortArrow);
}

void ItemPane::narrow(const items::CompareFilter& filter) {
    panel_->setFilter(filter);
    applyFilter();
}

void ItemPane::setSort(CompareSort sort, int candidate, int against) {
    const bool about = aboutCandidate(sort);
    model_->setSort(sort, about ? candidate : -1, about ? against : 0);
    fillSorts();
}

void ItemPane::applyFilter() {
    filter_.typed = field_->text().toStdString();
    panel_->apply(filter_);
    funnel_->setChecked(filter_.narrowsBeyondWords());
    model_->setFilter(filter_);
}

void ItemPane::clearFilter() {
    filter_ = {};
    field_->clear();
    panel_->setFilter({});
    applyFilter();
    list_->setFocus(Qt::OtherFocusReason);
}

void ItemPane::afterReorder() {
    const int rows = model_->rowCount();
    const int all = model_->total();
    count_->setText(rows == all ? countText(all) : tr("%1 of %2").arg(countText(rows), countText(all)));
    stack_->setCurrentWidget(rows == 0 && all > 0 ? static_cast<QWidget*>(filteredAway_) : list_);
    following_ = true;
    const int at = current_.stored() ? model_->rowOf(current_) : -1;
    if (at >= 0) {
        list_->setCurrentIndex(model_->index(at));
        list_->scrollTo(model_->index(at));
    } else {
        list_->clearSelection();
        list_->setCurrentIndex({});
    }
    following_ = false;
    emit listedChanged();
}

void ItemPane::selectItem(domain::ItemRevisionId item) {
    const int at = model_->rowOf(item);
    if (at >= 0) {
        list_->setCurrentIndex(model_->index(at));
        list_->scrollTo(model_->index(at), QAbstractItemView::PositionAtCenter);
    }
    want(item);
}

void ItemPane::want(domain::ItemRevisionId item) {
    if (item != current_) {
        current_ = item;
        emit itemWanted(item);
    }
}

void ItemPane::selectFirst() {
    if (model_->rowCount() > 0) {
        selectItem(model_->row(0).item);
    }
}

bool ItemPane::isCurrentListed() const {
    return current_.stored() && model_->rowOf(current_) >= 0;
}

void ItemPane::step(int by) {
    const int rows = model_->rowCount();
    if (rows == 0) {
        return;
    }
    const int at = current_.stored() ? model_->rowOf(current_) : -1;
    const int to = at < 0 ? (by > 0 ? 0 : rows - 1) : at + by;
    if (to >= 0 && to < rows) {
        list_->setCurrentIndex(model_->index(to));
        list_->scrollTo(model_->index(to));
    }
}

bool ItemPane::eventFilter(QObject* watched, QEvent* event) {
    if (watched == list_ && event->type() == QEvent::KeyPress) {
        // Letters are keys of the place; the view would take others for the beginning of a title.
        const auto* key = static_cast<QKeyEvent*>(event);
        const auto modifiers = key->modifiers() & ~Qt::KeypadModifier;
        if ((modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier) && !key->text().isEmpty() &&
            key->text().front().isPrint()) {
            event->ignore();
            return true;
        }
    }
    if (watched == sorts_->view() && event->type() == QEvent::ShortcutOverride) {
        event->accept(); // letters look up an entry there
        return true;
    }
    return Pane::eventFilter(watched, event);
}

} // namespace tiebreak::ui
