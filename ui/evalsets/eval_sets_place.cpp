// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evalsets/eval_sets_place.h"

#include "items/roles.h"
#include "store/search.h"
#include "text/utf8.h"
#include "ui/evalsets/eval_inspector.h"
#include "ui/widgets/button.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>

namespace tiebreak::ui {

namespace {

/// A revision with all the place shows of it, read and counted in the background.
struct Loaded {
    std::shared_ptr<const items::EvalItemsModel::Items> rows;
    std::vector<int> lengths;
    std::vector<store::EvalSetRevisionRow> revisions;
};

Loaded load(store::Connection& connection, domain::EvalSetId set, domain::EvalSetRevisionId revision) {
    Loaded loaded;
    loaded.rows = std::make_shared<const items::EvalItemsModel::Items>(store::items(connection, revision));
    for (const store::StoredItem& item : *loaded.rows) {
        loaded.lengths.push_back(static_cast<int>(text::word_count(item.content.instruction) +
                                                  text::word_count(item.content.input)));
    }
    loaded.revisions = store::eval_set_revisions(connection, set);
    return loaded;
}

} // namespace

EvalSetsPlace::EvalSetsPlace(items::ProjectSession& session, Settings& settings, QWidget* parent)
    : Place(parent)
    , session_(session)
    , bar_(new PlaceBar(tr("Eval sets")))
    , sets_(new Choice(tr("Eval set")))
    , filter_(new FilterField(tr("Filter items")))
    , count_(new TextLabel({}, TextSize::small, &Tokens::text3))
    , table_(new TableView(tr("Items"), QStringLiteral("eval-items"), &settings))
    , inspector_(new EvalInspector(settings))
    , stack_(new QStackedWidget)
    , nothing_(new EmptyState(QStringLiteral("eval-sets"), tr("No eval set yet"),
                              tr("An eval set holds the items that every candidate is asked. 50 to 200 of "
                                 "your own domain tell most.")))
    , filtered_(new EmptyState(QStringLiteral("filter"), tr("The filter hides all items"),
                               tr("No item has these words in this category."),
                               EmptyState::Kind::filteredAway))
    , body_(new QStackedWidget) {
    setObjectName(QStringLiteral("evalSetsPlace"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    sets_->setObjectName(QStringLiteral("evalSetChoice"));
    bar_->addControl(sets_);
    auto* import = new Button(tr("Import…"));
    import->setIconName(QStringLiteral("download"));
    import->setObjectName(QStringLiteral("importEvalSet"));
    bar_->addAction(import);
    layout->addWidget(bar_);

    auto* strip = new Pane(&Tokens::content, Qt::BottomEdge);
    auto* stripLayout = new QHBoxLayout(strip);
    stripLayout->setContentsMargins(16, 6, 16, 6);
    filter_->setObjectName(QStringLiteral("evalFilter"));
    filter_->setMaximumWidth(260);
    stripLayout->addWidget(filter_);
    stripLayout->addWidget(count_);
    stripLayout->addStretch();

    table_->setObjectName(QStringLiteral("evalItems"));
    table_->setColumnLines(true);
    table_->setItemDelegate(new CellDelegate(table_));
    table_->setModel(&model_);
    table_->setColumnWidths({52, 320, 170, 0, 110, 56, 120});
    body_->addWidget(table_);
    body_->addWidget(filtered_);

    auto* left = new QWidget;
    auto* leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->setSpacing(0);
    leftLayout->addWidget(strip);
    leftLayout->addWidget(body_);
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(left);
    splitter->addWidget(inspector_);
    splitter->setStretchFactor(0, 1);
    inspector_->setMinimumWidth(240);
    splitter->setSizes({900, 290});

    stack_->addWidget(splitter);
    stack_->addWidget(nothing_);
    layout->addWidget(stack_);

    Button* first = nothing_->addAction(tr("Import an eval set…"), QStringLiteral("download"));
    connect(first, &QAbstractButton::clicked, this, &EvalSetsPlace::importRequested);
    connect(import, &QAbstractButton::clicked, this, &EvalSetsPlace::importRequested);
    Button* clear = filtered_->addAction(tr("Show all items"), {}, true);
    connect(clear, &QAbstractButton::clicked, this, [this] {
        filter_->clear();
        model_.setCategory({});
        filter({});
    });
    connect(filter_, &FilterField::filterChanged, this, &EvalSetsPlace::filter);
    connect(filter_, &FilterField::leftDownwards, table_, qOverload<>(&QWidget::setFocus));
    connect(inspector_, &EvalInspector::categoryChosen, this, [this](const QString& category) {
        model_.setCategory(category);
        updateCount();
    });
    connect(inspector_, &EvalInspector::revisionChosen, this, [this](qint64 revision) { show({revision}); });
    connect(sets_, &QComboBox::activated, this,
            [this](int index) { show({sets_->itemData(index).toLongLong()}); });
    connect(table_, &TableView::rowOpened, this, [this](const QModelIndex& index) {
        emit navigateRequested(place::compare, {{"item", index.data(items::idRole)}});
    });
    connect(&session_, &items::ProjectSession::overviewChanged, this, &EvalSetsPlace::showSets);
    showSets();
}

void EvalSetsPlace::activate(const QVariantMap& target) {
    if (const qint64 revision = target.value(QStringLiteral("revision")).toLongLong(); revision != 0) {
        show({revision});
    }
}

QVariantMap EvalSetsPlace::location() const {
    return {{QStringLiteral("revision"), QVariant::fromValue<qint64>(shown_.value)}};
}

bool EvalSetsPlace::focusFilter() {
    filter_->setFocus();
    filter_->selectAll();
    return true;
}

QWidget* EvalSetsPlace::firstFocus() {
    return table_;
}

void EvalSetsPlace::showSets() {
    const auto overview = session_.overview();
    const bool any = overview && !overview->eval_sets.empty();
    stack_->setCurrentIndex(any ? 0 : 1);
    if (!any) {
        return;
    }
    const qint64 before = sets_->currentData().toLongLong();
    sets_->clear();
    for (const store::EvalSetRow& row : overview->eval_sets) {
        sets_->addItem(QString::fromStdString(row.name), QVariant::fromValue<qint64>(row.newest.value));
    }
    const int index = std::max(0, sets_->findData(QVariant::fromValue(before)));
    sets_->setCurrentIndex(index);
    if (!shown_.stored() || before == 0) {
        show({sets_->itemData(index).toLongLong()});
    }
}

void EvalSetsPlace::show(domain::EvalSetRevisionId revision) {
    shown_ = revision;
    session_.read(
        this, itemsTicket_,
        [revision](store::Connection& c) {
            for (const store::EvalSetRow& set : store::eval_sets(c)) {
                for (const store::EvalSetRevisionRow& row : store::eval_set_revisions(c, set.id)) {
                    if (row.id == revision) {
                        return load(c, set.id, revision);
                    }
                }
            }
            return Loaded{};
        },
        [this, revision](const std::shared_ptr<const Loaded>& loaded) {
            if (!loaded->rows) {
                return;
            }
            model_.setCategory({});
            model_.setItems(loaded->rows);
            inspector_->setItems(*loaded->rows, loaded->lengths);
            inspector_->setRevisions(loaded->revisions, revision);
            if (!filter_->text().isEmpty()) {
                filter(filter_->text());
            }
            updateCount();
        });
}

void EvalSetsPlace::filter(const QString& words) {
    if (words.trimmed().isEmpty()) {
        filterTicket_.cancel();
        model_.setFound(std::nullopt);
        updateCount();
        return;
    }
    session_.read(
        this, filterTicket_,
        [revision = shown_, text = words.toStdString()](store::Connection& c) {
            std::unordered_set<std::int64_t> ids;
            for (const domain::ItemRevisionId id : store::items_with_words(c, revision, text)) {
                ids.insert(id.value);
            }
            return ids;
        },
        [this](const std::shared_ptr<const std::unordered_set<std::int64_t>>& ids) {
            model_.setFound(*ids);
            updateCount();
        });
}

void EvalSetsPlace::updateCount() {
    const int shown = model_.rowCount();
    bar_->setSubtitle(countedText(model_.total(), tr("item"), tr("items")));
    count_->setText(shown == model_.total() ? QString() : tr("%1 of %2").arg(shown).arg(model_.total()));
    body_->setCurrentIndex(shown == 0 && model_.total() > 0 ? 1 : 0);
}

} // namespace tiebreak::ui
