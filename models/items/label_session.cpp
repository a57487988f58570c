// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/label_session.h"

#include "items/figures.h"
#include "items/undo_call.h"
#include "store/project.h"

#include <QCoreApplication>
#include <QPointer>

#include <utility>

namespace tiebreak::items {

namespace {

/// Cards that wait laid out: as many as a quick hand may turn while the next are read.
constexpr std::size_t ahead = 6;
constexpr int restBeforeRefresh = 1500; // ms
constexpr int restBeforeCounting = 250;

struct Opened {
    std::shared_ptr<const workbench::LabelDesk> desk;
    std::shared_ptr<LabelDealer> dealer;
    std::optional<domain::Rubric> rubric;
};

} // namespace

/// A verdict (or a skip: none) with what is needed to take it back and to give it again.
struct LabelSession::Given {
    std::shared_ptr<const DealtCard> card;
    std::optional<workbench::LabelVerdict> verdict;
    QString reason;
    store::LabelRow row;   ///< as stored
    std::string withdrawn; ///< uid of the row that took it back
};

LabelSession::LabelSession(ProjectSession& session, QObject* parent)
    : QObject(parent)
    , session_(session) {
    refresh_.setSingleShot(true);
    refresh_.setInterval(restBeforeRefresh);
    connect(&refresh_, &QTimer::timeout, &session_, &ProjectSession::refresh);
    connect(&session_, &ProjectSession::closed, this, &LabelSession::close);
}

LabelSession::~LabelSession() = default;

void LabelSession::close() {
    for (Ticket* ticket : {&openTicket_, &dealTicket_, &progressTicket_, &historyTicket_}) {
        ticket->cancel();
    }
    refresh_.stop();
    counting_ = countAgain_ = false;
    undo_.clear();
    desk_.reset();
    dealer_.reset();
    rubric_.reset();
    card_.reset();
    progress_.reset();
    history_.clear();
    revealed_.clear();
    reason_.clear();
    withdrawn_.clear();
}

void LabelSession::open(domain::RunId run, domain::JudgingId judging, const workbench::LabelChoice& choice) {
    const auto project = session_.project();
    if (!project) {
        return;
    }
    close();
    choice_ = choice;
    emit cardChanged();
    dealing_.run(
        this, openTicket_,
        [project, run, judging, choice](const std::stop_token&) {
            if (!project->read_only()) {
                project->writer().flush(); // labels on their way belong to the desk
            }
            return project->read([&](store::Connection& connection) {
                Opened opened;
                opened.desk = std::make_shared<const workbench::LabelDesk>(
                    workbench::make_label_desk(connection, run, judging));
                opened.dealer = std::make_shared<LabelDealer>(opened.desk, choice);
                if (choice.mode == store::LabelMode::rubric) {
                    opened.rubric = workbench::label_rubric(connection, opened.desk->rubric);
                }
                if (choice.mode != store::LabelMode::rubric || opened.rubric) {
                    opened.dealer->deal(connection, ahead);
                }
                return opened;
            });
        },
        [this](const std::shared_ptr<const Opened>& opened) {
            rubric_ = opened->rubric;
            start(opened->desk, opened->dealer);
        },
        [this](const ErrorInfo& error) { emit failed(error); });
}

void LabelSession::reopen(const workbench::LabelChoice& choice) {
    if (desk_) {
        open(desk_->run, desk_->verdicts.judging, choice);
    }
}

void LabelSession::start(const std::shared_ptr<const workbench::LabelDesk>& desk,
                         const std::shared_ptr<LabelDealer>& dealer) {
    desk_ = desk;
    dealer_ = dealer;
    counts_ = dealer->state().counts;
    given_ = counts_.all();
    inARow_ = 0;
    card_ = dealer_->take();
    emit opened();
    emit cardChanged();
    if (dealer_ != dealer) {
        return; // whoever heard of it has opened another already
    }
    if (choice_.mode == store::LabelMode::rubric && !rubric_) {
        return; // nothing to score by: no card is dealt
    }
    dealMore();
    countProgress();
    session_.background().run(
        this, historyTicket_,
        [desk, choice = choice_](const std::stop_token&) {
            return workbench::certainty_history(*desk, choice);
        },
        [this](const std::shared_ptr<const std::vector<double>>& before) {
            history_.insert(history_.begin(), before->begin(), before->end());
            emit progressChanged();
        },
        [this](const ErrorInfo& error) { emit failed(error); });
}

bool LabelSession::isFinished() const {
    return dealer_ && !card_ && dealer_->exhausted();
}

void LabelSession::give(const workbench::LabelVerdict& verdict, const QString& reason) {
    if (!card_ || session_.isReadOnly()) {
        return;
    }
    auto given = std::make_shared<Given>(Given{card_, verdict, reason, {}, withdrawn_});
    undo_.push(new UndoCall(
        tr("label card %1").arg(given_ + 1), [this, given] { record(*given); },
        [this, given] { takeBack(*given); }));
}

void LabelSession::skip() {
    if (!card_) {
        return;
    }
    auto given = std::make_shared<Given>(Given{card_, std::nullopt, {}, {}, {}});
    undo_.push(new UndoCall(
        tr("skip a card"),
        [this, given] {
            dealer_->tell([card = given->card->card](workbench::LabelQueue& queue) { queue.skip(card); });
            showNext();
        },
        [this, given] {
            dealer_->tell([card = given->card->card](workbench::LabelQueue& queue) { queue.unskip(card); });
            showAgain(*given);
        }));
}

bool LabelSession::goBack() {
    if (!undo_.canUndo()) {
        return false;
    }
    undo_.undo();
    return true;
}

void LabelSession::record(Given& given) {
    const workbench::LabelCard& card = given.card->card;
    given.row = workbench::label_row_of(*desk_, card, *given.verdict, choice_.annotator,
                                        given.reason.trimmed().toStdString(),
                                        rubric_ ? rubric_->name : std::string());
    given.row.supersedes = given.withdrawn;
    store(given.row);
    dealer_->tell(
        [card, verdict = *given.verdict](workbench::LabelQueue& queue) { queue.record(card, verdict); });
    ++given_;
    ++inARow_;
    revealed_ = shownLine(workbench::revealed(*desk_, card, *given.verdict));
    showNext();
    emit labelled();
}

void LabelSession::takeBack(Given& given) {
    const store::LabelRow withdrawal = workbench::withdrawal_of(given.row);
    given.withdrawn = withdrawal.uid;
    store(withdrawal);
    dealer_->tell([card = given.card->card](workbench::LabelQueue& queue) { queue.take_back(card); });
    --given_;
    inARow_ = std::max<std::int64_t>(0, inARow_ - 1);
    showAgain(given);
    emit labelled();
}

void LabelSession::store(const store::LabelRow& row) {
    // Committed by itself: a key that was pressed is a label that is kept, whatever happens next.
    session_.project()->writer().commit(
        [row](store::Connection& connection) { store::add_label(connection, row); },
        [guard = QPointer<LabelSession>(this)](const std::exception_ptr& error) {
            if (!error) {
                return;
            }
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [guard, info = ErrorInfo::from(error)] {
                    if (guard) {
                        emit guard->failed(info);
                    }
                },
                Qt::QueuedConnection);
        });
    refresh_.start();
}

void LabelSession::showNext() {
    card_ = dealer_->take();
    reason_.clear();
    withdrawn_.clear();
    emit cardChanged();
    dealMore();
}

void LabelSession::showAgain(const Given& given) {
    if (card_) {
        dealer_->put_back(card_);
    }
    card_ = given.card;
    reason_ = given.reason;
    withdrawn_ = given.withdrawn;
    revealed_.clear();
    emit cardChanged();
    dealMore();
}

void LabelSession::dealMore() {
    const auto project = session_.project();
    if (!project) {
        return;
    }
    dealing_.run(
        this, dealTicket_,
        [project, dealer = dealer_](const std::stop_token&) {
            project->read([&](store::Connection& connection) {
                dealer->deal(connection, ahead);
                return true;
            });
            return true;
        },
        [this](const auto&) {
            if (!card_) {
                card_ = dealer_->take();
                emit cardChanged(); // a card at last, or none is left
            }
            countProgress();
        },
        [this](const ErrorInfo& error) { emit failed(error); });
}

void LabelSession::countProgress() {
    counts_ = dealer_->state().counts;
    emit progressChanged();
    if (counting_) {
        countAgain_ = true;
        return;
    }
    counting_ = true;
    // Not between two keys of a quick hand: the next card is what the processor is for then.
    QTimer::singleShot(restBeforeCounting, this, [this] {
        if (!dealer_ || !counting_) {
            return; // closed meanwhile
        }
        countAgain_ = false;
        session_.background().run(
            this, progressTicket_,
            [state = dealer_->state(), seed = desk_->seed](const std::stop_token&) {
                return workbench::label_progress(state.order, state.settled, seed);
            },
            [this](const std::shared_ptr<const workbench::LabelProgress>& progress) {
                counting_ = false;
                if (!progress_ || progress_->share != progress->share || history_.empty()) {
                    history_.push_back(progress->share);
                }
                progress_ = *progress;
                emit progressChanged();
                if (countAgain_) {
                    countProgress();
                }
            },
            [this](const ErrorInfo& error) {
                counting_ = false;
                emit failed(error);
            });
    });
}

} // namespace tiebreak::items
