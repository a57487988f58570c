// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/label_dealer.h"
#include "items/project_session.h"

#include <QTimer>
#include <QUndoStack>

#include <optional>
#include <vector>

namespace tiebreak::items {

/// One person at the cards of one run: the card that is shown, verdicts that are stored as they are given,
/// and the way back. Lives on the window's thread, which waits for nothing: the next cards are laid out
/// beforehand.
class LabelSession : public QObject {
    Q_OBJECT

public:
    explicit LabelSession(ProjectSession& session, QObject* parent = nullptr);
    ~LabelSession() override;

    /// Deals for a run; `judging` not stored: the one that decides. What could be undone is forgotten.
    /// `opened` follows, or `failed`.
    void open(domain::RunId run, domain::JudgingId judging, const workbench::LabelChoice& choice);
    /// The same again, with what was stored meanwhile (labels of other people, another choice).
    void reopen(const workbench::LabelChoice& choice);
    void close();

    [[nodiscard]] std::shared_ptr<const workbench::LabelDesk> desk() const { return desk_; }
    [[nodiscard]] const workbench::LabelChoice& choice() const { return choice_; }
    [[nodiscard]] const std::optional<domain::Rubric>& rubric() const { return rubric_; }

    /// The card to look at; null while none is laid out, or when none is left (`isFinished`).
    [[nodiscard]] std::shared_ptr<const DealtCard> card() const { return card_; }
    [[nodiscard]] bool isFinished() const;
    /// What was typed as the reason before the card was gone back to.
    [[nodiscard]] QString reason() const { return reason_; }
    /// How many cards this person has behind them in this mode, now and when the place was opened.
    [[nodiscard]] std::int64_t given() const { return given_; }
    [[nodiscard]] std::int64_t givenInARow() const { return inARow_; }

    /// Stores the verdict on the card and shows the next. Nothing where no card is shown.
    void give(const workbench::LabelVerdict& verdict, const QString& reason = {});
    void skip();
    /// Back to the card before, whose verdict is withdrawn; false where there is none.
    bool goBack();
    [[nodiscard]] QUndoStack* undoStack() { return &undo_; }

    /// About the last card: who stood on it and what the judge had said; empty at first and after going back.
    [[nodiscard]] QString revealed() const { return revealed_; }

    /// How sure the order is; nothing before it was counted. `counting`: newer labels are not in it yet.
    [[nodiscard]] std::optional<workbench::LabelProgress> progress() const { return progress_; }
    [[nodiscard]] const workbench::LabelQueue::Counts& counts() const { return counts_; }
    /// Certainty after earlier labels and each one since, oldest first.
    [[nodiscard]] const std::vector<double>& history() const { return history_; }

signals:
    void opened();
    void cardChanged();     ///< another card, or none
    void progressChanged(); ///< the order's certainty, or how much was labelled
    void labelled();        ///< a label was handed to the store, or taken back
    void failed(const tiebreak::items::ErrorInfo& error);

private:
    struct Given;
    void start(const std::shared_ptr<const workbench::LabelDesk>& desk,
               const std::shared_ptr<LabelDealer>& dealer);
    void record(Given& given);
    void takeBack(Given& given);
    void store(const store::LabelRow& row);
    void showNext();
    void showAgain(const Given& given);
    void dealMore();
    void countProgress();

    ProjectSession& session_;
    std::shared_ptr<const workbench::LabelDesk> desk_;
    std::shared_ptr<LabelDealer> dealer_;
    workbench::LabelChoice choice_;
    std::optional<domain::Rubric> rubric_;
    std::shared_ptr<const DealtCard> card_;
    QString reason_;
    std::string withdrawn_; ///< uid of the row that took back the shown card's verdict
    QString revealed_;
    QUndoStack undo_;
    std::int64_t given_ = 0;
    std::int64_t inARow_ = 0;
    workbench::LabelQueue::Counts counts_;
    std::optional<workbench::LabelProgress> progress_;
    std::vector<double> history_;
    bool counting_ = false;
    bool countAgain_ = false;
    QTimer refresh_; ///< other places are told when the hand rests
    Ticket openTicket_;
    Ticket dealTicket_;
    Ticket progressTicket_;
    Ticket historyTicket_;
    Background dealing_{1}; ///< late: its end waits for work that uses the rest
};

} // namespace tiebreak::items
