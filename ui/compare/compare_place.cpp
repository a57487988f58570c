// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/compare_place.h"

#include "items/safe_text.h"
#include "store/evalsets.h"
#include "store/runs.h"
#include "store/search.h"
#include "ui/compare/compare_view.h"
#include "ui/notes/note_keeper.h"
#include "ui/notes/note_strip.h"

#include <QListView>
#include <QVBoxLayout>

#include <algorithm>
#include <set>
#include <utility>

namespace tiebreak::ui {

ComparePlace::ComparePlace(items::ProjectSession& session, Settings& settings, QWidget* parent)
    : Place(parent)
    , session_(session)
    , view_(new CompareView(session.background(), &settings, this)) {
    setObjectName(QStringLiteral("comparePlace"));
    notes_ = new NoteKeeper(session_, *view_->note(), &settings);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(view_);

    connect(view_, &CompareView::runWanted, this, [this](domain::RunId run) { chooseRun(run); });
    connect(view_, &CompareView::judgingWanted, this, [this](domain::JudgingId judging) {
        judging_ = judging;
        readIndex();
    });
    connect(view_, &CompareView::itemWanted, this, &ComparePlace::readDetail);
    connect(view_, &CompareView::searchWanted, this, &ComparePlace::search);
    connect(view_, &CompareView::baselineWanted, this, &ComparePlace::makeBaseline);
    connect(view_, &CompareView::retryWanted, this, &ComparePlace::readIndex);
    connect(view_, &CompareView::runsWanted, this,
            [this] { emit navigateRequested(QString::fromLatin1(place::runs), {}); });

    connect(&session_, &items::ProjectSession::overviewChanged, this, &ComparePlace::updateRuns);
    connect(&session_, &items::ProjectSession::runFinished, this, [this](qint64 run) {
        if (run == run_.value) {
            readIndex();
        }
    });
    connect(&session_, &items::ProjectSession::closed, this, [this] {
        run_ = {};
        judging_ = {};
        index_.reset();
        wanted_.clear();
        for (items::Ticket* ticket :
             {&indexTicket_, &detailTicket_, &searchTicket_, &baselineTicket_, &findTicket_}) {
            ticket->cancel();
        }
        view_->setIndex(nullptr);
    });
    updateRuns();
}

void ComparePlace::updateRuns() {
    const auto overview = session_.overview();
    if (!overview) {
        return;
    }
    view_->setWritable(!overview->read_only);
    view_->note()->setWritable(!overview->read_only);
    QVector<RunChoice> runs;
    domain::RunId best;
    for (const workbench::RunOverview& run : overview->runs) {
        runs << RunChoice{run.row.id, items::safeLine(run.row.name)};
        if (!best.stored() && run.answered > 0) {
            best = run.row.id;
        }
    }
    const bool there =
        std::ranges::any_of(overview->runs, [&](const auto& run) { return run.row.id == run_; });
    view_->setRuns(runs, there ? run_ : best);
    if (there) {
        return;
    }
    if (best.stored()) {
        chooseRun(best);
    } else {
        run_ = {};
        index_.reset();
        view_->setIndex(nullptr);
        view_->showNothing(tr("Nothing to compare yet"),
                           tr("Answers stand here side by side once a run has some, or once recorded answers "
                              "are imported."));
    }
}

void ComparePlace::chooseRun(domain::RunId run, domain::JudgingId judging) {
    run_ = run;
    judging_ = judging;
    readIndex();
}

void ComparePlace::readIndex() {
    if (!run_.stored()) {
        return;
    }
    session_.read(
        this, indexTicket_,
        [run = run_, judging = judging_](store::Connection& connection) {
            return workbench::make_compare_index(connection, run, judging);
        },
        [this](const std::shared_ptr<const workbench::CompareIndex>& index) {
            index_ = index;
            view_->setIndex(index);
            showWanted();
        },
        [this](const items::ErrorInfo& error) { view_->showFailure(error); });
}

void ComparePlace::readDetail(domain::ItemRevisionId item) {
    if (!index_) {
        return;
    }
    session_.read(
        this, detailTicket_,
        [index = index_, item](store::Connection& connection) {
            return workbench::make_compare_detail(connection, *index, item);
        },
        [this](const std::shared_ptr<const workbench::CompareDetail>& detail) {
            view_->setDetail(detail);
            notes_->setAbout({index_ ? index_->run : domain::RunId{}, detail->item});
        },
        [this](const items::ErrorInfo& error) { view_->showFailure(error); });
}

void ComparePlace::search(const QString& words) {
    if (words.isEmpty() || !run_.stored()) {
        searchTicket_.cancel();
        return;
    }
    session_.read(
        this, searchTicket_,
        [run = run_, typed = words.toStdString()](store::Connection& connection) {
            const auto found = store::run_items_with_words(connection, run, typed);
            return items::ItemSet(found.begin(), found.end());
        },
        [this, words](const std::shared_ptr<const items::ItemSet>& found) {
            view_->setMatches(words, found);
        });
}

void ComparePlace::makeBaseline(const QString& candidate) {
    session_.write(
        this, baselineTicket_,
        [run = run_, name = candidate.toStdString()](store::Connection& connection) {
            store::set_run_baseline(connection, run, name);
            return true;
        },
        [this](const auto&) { readIndex(); });
}

void ComparePlace::activate(const QVariantMap& target) {
    for (auto it = target.begin(); it != target.end(); ++it) {
        wanted_.insert(it.key(), it.value());
    }
    const domain::RunId run{target.value(QStringLiteral("run"), qint64(run_.value)).toLongLong()};
    const domain::JudgingId judging{target.value(QStringLiteral("judging")).toLongLong()};
    if (run.stored() && (run != run_ || (judging.stored() && (!index_ || judging != index_->judging)))) {
        chooseRun(run, judging);
    } else {
        showWanted();
    }
}

void ComparePlace::showWanted() {
    if (!index_ || index_->run != run_) {
        return;
    }
    const QVariantMap wanted = std::exchange(wanted_, {});
    const domain::ItemRevisionId item{wanted.value(QStringLiteral("item")).toLongLong()};
    const int position = wanted.value(QStringLiteral("position"), -1).toInt();
    const auto row = std::ranges::find_if(index_->rows, [&](const workbench::CompareRow& each) {
        return item.stored() ? each.item == item : each.position == position;
    });
    if (row != index_->rows.end()) {
        view_->selectItem(row->item);
    } else if (item.stored()) {
        findRunOf(item);
        return;
    }
    const auto named = [&](const char* key) {
        const QString name = wanted.value(QLatin1String(key)).toString();
        for (std::size_t i = 0; !name.isEmpty() && i < index_->candidates.size(); ++i) {
            if (QString::fromStdString(index_->candidates[i].name) == name) {
                return static_cast<int>(i);
            }
        }
        return -1;
    };
    const int candidate = named("candidate");
    if (candidate >= 0) {
        view_->columns()->showCandidate(candidate);
    }
    if (row != index_->rows.end()) {
        return;
    }
    const bool narrowed = wanted.contains(QStringLiteral("lowest")) ||
                          wanted.contains(QStringLiteral("highest")) ||
                          wanted.contains(QStringLiteral("marks"));
    if (candidate < 0 && !narrowed && !wanted.contains(QStringLiteral("sort"))) {
        return;
    }
    items::CompareFilter filter;
    if (narrowed) {
        filter.marks = wanted.value(QStringLiteral("marks")).toUInt();
        filter.scoreOf = candidate;
        for (const auto& [key, bound] :
             {std::pair("lowest", &filter.lowest), std::pair("highest", &filter.highest)}) {
            if (wanted.contains(QLatin1String(key))) {
                *bound = wanted.value(QLatin1String(key)).toDouble();
            }
        }
    }
    view_->items()->narrow(filter);
    const int against = std::max(0, named("against"));
    if (wanted.value(QStringLiteral("sort")).toString() == QLatin1String("reruns")) {
        view_->items()->setSort(items::CompareSort::disagreement, -1);
    } else if (narrowed) {
        view_->items()->setSort(items::CompareSort::candidateLowest, std::max(0, candidate));
    } else if (candidate != against) {
        view_->items()->setSort(items::CompareSort::lostToBaseline, candidate, against);
    }
    view_->items()->selectFirst();
}

void ComparePlace::findRunOf(domain::ItemRevisionId item) {
    session_.read(
        this, findTicket_,
        [item](store::Connection& connection) {
            std::set<domain::EvalSetRevisionId> without;
            for (const store::RunRow& run : store::runs(connection)) {
                if (!run.eval_set.stored() || without.contains(run.eval_set)) {
                    continue;
                }
                const auto items = store::items(connection, run.eval_set);
                if (std::ranges::find(items, item, &store::StoredItem::revision) != items.end()) {
                    return run.id;
                }
                without.insert(run.eval_set);
            }
            return domain::RunId{};
        },
        [this, item](const std::shared_ptr<const domain::RunId>& run) {
            const QVariant id = qint64(item.value);
            if (run->stored()) {
                wanted_.insert(QStringLiteral("item"), id);
                chooseRun(*run);
            } else {
                emit navigateRequested(QString::fromLatin1(place::evalSets), {{QStringLiteral("item"), id}});
            }
        });
}

QVariantMap ComparePlace::location() const {
    QVariantMap here;
    if (run_.stored()) {
        here.insert(QStringLiteral("run"), qint64(run_.value));
    }
    if (index_ && index_->judging.stored()) {
        here.insert(QStringLiteral("judging"), qint64(index_->judging.value));
    }
    if (view_->items()->currentItem().stored()) {
        here.insert(QStringLiteral("item"), qint64(view_->items()->currentItem().value));
    }
    return here;
}

bool ComparePlace::focusFilter() {
    view_->focusFilter();
    return true;
}

QWidget* ComparePlace::firstFocus() {
    return view_->items()->list();
}

} // namespace tiebreak::ui
