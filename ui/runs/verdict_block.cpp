// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/verdict_block.h"

#include "items/category_model.h"
#include "items/figures.h"
#include "ui/runs/glyph_word_delegate.h"
#include "ui/runs/interval_axis.h"
#include "ui/theme/candidate_mark.h"
#include "ui/theme/style.h"
#include "ui/theme/verdict_glyph.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/text_label.h"
#include "workbench/wording.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QSignalBlocker>

namespace tiebreak::ui {

/// The glyph before the sentence, as large as its capitals.
class VerdictGlyph : public QWidget {
public:
    VerdictGlyph() { setFixedSize(20, 20); }
    void setTone(VerdictTone tone) {
        tone_ = tone;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintVerdictGlyph(painter, rect().adjusted(1, 1, -1, -1), tone_, tokens());
    }

private:
    VerdictTone tone_ = VerdictTone::cannotTell;
};

namespace {

constexpr int coverNames = 76;
constexpr int mainChoice = 164;
constexpr int quietChoice = 128;

QString joinedText(const std::vector<std::string>& parts) {
    return parts.empty() ? VerdictBlock::tr("nothing") : QString::fromStdString(workbench::joined(parts));
}

QString candidateName(const std::string& name) {
    return items::shownLine(name);
}

} // namespace

QString answerSentence(const workbench::RunAnswer& answer) {
    if (answer.candidate.empty() || answer.judging < 0) {
        QString why = QString::fromStdString(answer.why_not);
        return why.isEmpty() ? why : why.left(1).toUpper() + why.mid(1);
    }
    return QStringLiteral("%1: %2").arg(candidateName(answer.candidate),
                                        items::shownLine(workbench::headline(answer)));
}

QString peopleAgreement(const workbench::PairLabels& people) {
    return people.kappa.value ? VerdictBlock::tr("κ with the judge %1, n = %2")
                                    .arg(items::figure(people.kappa.value, 2),
                                         items::count(static_cast<std::int64_t>(people.kappa.n)))
                              : QString();
}

QString peopleSentence(const workbench::PairLabels& people) {
    QStringList parts;
    if (people.labels > 0) {
        const auto& tally = people.tally;
        QString text = VerdictBlock::tr("prefer it in %1 %").arg(items::figure(tally.win_rate, 1));
        if (tally.wilson) {
            text += VerdictBlock::tr(" (%1 of decided)")
                        .arg(items::intervalFigure(tally.wilson->low, tally.wilson->high, 1));
        }
        parts << text + VerdictBlock::tr(", n = %1").arg(items::count(people.labels));
    } else {
        parts << VerdictBlock::tr("have not labelled these two");
    }
    if (people.settled > 0) {
        parts << (people.break_ties
                      ? VerdictBlock::tr("%1 of %2 ties settled: %3 points with them, %4 without")
                            .arg(items::count(people.settled), items::count(people.doubtful),
                                 items::figure(people.with, 1), items::figure(people.without, 1))
                      : VerdictBlock::tr("labels are switched off: %1 points without them")
                            .arg(items::figure(people.without, 1)));
    }
    return parts.join(QStringLiteral("  •  "));
}

VerdictBlock::VerdictBlock(QWidget* parent)
    : Pane(&Tokens::content, {}, parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metric::paneLeft, 10, metric::paneRight, 6);
    column->setSpacing(0);

    auto* first = new QHBoxLayout;
    first->setSpacing(10);
    glyph_ = new VerdictGlyph;
    sentence_ = new TextLabel({}, TextSize::verdict);
    sentence_->setObjectName(QStringLiteral("verdict"));
    sentence_->setWordWrap(true);
    sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    sentence_->setFocusPolicy(Qt::NoFocus);
    first->addWidget(glyph_, 0, Qt::AlignTop);
    first->addWidget(sentence_, 1);
    candidate_ = new Choice(tr("Candidate asked about"));
    judging_ = new Choice(tr("Judging"));
    for (Choice* choice : {candidate_, judging_}) {
        choice->setFlat(true);
        choice->setMaximumWidth(quietChoice);
    }
    candidatePart_ = labelled(tr("candidate"), candidate_, TextSize::small);
    judgingPart_ = labelled(tr("judging"), judging_, TextSize::small);
    first->addWidget(candidatePart_, 0, Qt::AlignTop);
    first->addWidget(judgingPart_, 0, Qt::AlignTop);
    column->addLayout(first);
    column->addSpacing(5);

    facts_ = new TextLabel({}, TextSize::body, &Tokens::text2);
    facts_->setObjectName(QStringLiteral("facts"));
    baseline_ = new Choice(tr("Baseline"));
    baseline_->setMaximumWidth(mainChoice);
    auto* line = new QWidget;
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    line->setSizePolicy(policy);
    auto* flow = new FlowLayout(8, 4, line);
    flow->addWidget(facts_);
    baselinePart_ = labelled(tr("•  against"), baseline_, TextSize::body);
    flow->addWidget(baselinePart_);
    column->addWidget(line);
    column->addSpacing(6);

    axis_ = new IntervalAxis;
    column->addWidget(axis_);
    column->addSpacing(6);

    cover_ = new QGridLayout;
    cover_->setHorizontalSpacing(0);
    cover_->setVerticalSpacing(1);
    cover_->setColumnMinimumWidth(0, coverNames);
    cover_->setColumnStretch(1, 1);
    const auto add = [this](int row, const QString& name) {
        auto* label = new TextLabel(name, TextSize::small, &Tokens::text3);
        auto* text = new TextLabel({}, TextSize::small, &Tokens::text2);
        text->setWordWrap(true);
        cover_->addWidget(label, row, 0, Qt::AlignTop);
        cover_->addWidget(text, row, 1);
        coverParts_ << label << text;
        return text;
    };
    covers_ = add(0, tr("Covers"));
    leavesOut_ = add(1, tr("Leaves out"));
    weakestName_ = new TextLabel(tr("Weakest"), TextSize::small, &Tokens::text3);
    weakest_ = new TextLabel({}, TextSize::small, &Tokens::text2);
    weakest_->setObjectName(QStringLiteral("weakest"));
    more_ = new Button({}, ButtonKind::flat);
    more_->setObjectName(QStringLiteral("moreItems"));
    more_->setInStrip(true);
    more_->setInk(&Tokens::accent);
    weakestPart_ = new QWidget;
    weakestPart_->setSizePolicy(policy);
    auto* weakestLine = new FlowLayout(0, 0, weakestPart_);
    weakestLine->addWidget(weakest_);
    weakestLine->addWidget(more_);
    cover_->addWidget(weakestName_, 2, 0, Qt::AlignVCenter);
    cover_->addWidget(weakestPart_, 2, 1);
    peopleName_ = new TextLabel(tr("People"), TextSize::small, &Tokens::text3);
    people_ = new TextLabel({}, TextSize::small, &Tokens::text2);
    people_->setObjectName(QStringLiteral("people"));
    settle_ = new Button({}, ButtonKind::flat);
    settle_->setObjectName(QStringLiteral("settleTies"));
    settle_->setInStrip(true);
    settle_->setInk(&Tokens::accent);
    peoplePart_ = new QWidget;
    peoplePart_->setSizePolicy(policy);
    // A row with a button keeps its height where the window is low.
    peoplePart_->setMinimumHeight(metric::controlInStrip);
    weakestPart_->setMinimumHeight(metric::controlInStrip);
    auto* peopleLine = new FlowLayout(0, 0, peoplePart_);
    peopleLine->addWidget(people_);
    agreement_ = new TextLabel({}, TextSize::small, &Tokens::text2);
    agreement_->setObjectName(QStringLiteral("peopleAgreement"));
    peopleLine->addWidget(agreement_); // goes to a line of its own where the two do not fit
    peopleLine->addWidget(settle_);
    cover_->addWidget(peopleName_, 3, 0, Qt::AlignVCenter);
    cover_->addWidget(peoplePart_, 3, 1);
    column->addLayout(cover_);
    column->addStretch(1);
    connect(settle_, &QPushButton::clicked, this, [this] {
        emit labelsRequested(QString::fromStdString(answer_->candidate),
                             QString::fromStdString(answer_->baseline),
                             answer_->report.judgings[static_cast<std::size_t>(answer_->judging)].id.value);
    });

    connect(baseline_, &QComboBox::activated, this, [this] {
        const QString wanted = baseline_->currentData().toString();
        const QString candidate = QString::fromStdString(answer_->candidate);
        // The candidate itself as the baseline: the two change places.
        choose(wanted == candidate ? QString::fromStdString(answer_->baseline) : candidate, wanted);
    });
    connect(candidate_, &QComboBox::activated, this, [this] {
        choose(candidate_->currentData().toString(), QString::fromStdString(answer_->baseline));
    });
    connect(judging_, &QComboBox::activated, this, [this] {
        choose(QString::fromStdString(answer_->candidate), QString::fromStdString(answer_->baseline));
    });
    connect(more_, &QPushButton::clicked, this, [this] {
        emit moreItemsRequested(QString::fromStdString(answer_->categories.front().category));
    });
}

QWidget* VerdictBlock::labelled(const QString& word, Choice* choice, TextSize size) {
    auto* part = new QWidget;
    auto* line = new QHBoxLayout(part);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(size == TextSize::small ? 2 : 8);
    line->addWidget(new TextLabel(word, size, size == TextSize::small ? &Tokens::text3 : &Tokens::text2));
    line->addWidget(choice);
    return part;
}

void VerdictBlock::setAnswer(std::shared_ptr<const workbench::RunAnswer> answer) {
    answer_ = std::move(answer);
    if (!answer_) {
        return;
    }
    const VerdictTone tone = verdictTone(answer_->outcome);
    glyph_->setTone(tone);
    sentence_->setText(answerSentence(*answer_));
    sentence_->setAccessibleName(QStringLiteral("%1. %2").arg(verdictWord(tone), sentence_->text()));
    fillChoices();
    showFacts();
    showCover();
    setPeople({});
}

void VerdictBlock::setPeople(const workbench::PairLabels& people) {
    const std::int64_t open = people.doubtful - people.settled;
    const bool any = answer_ && answer_->judging >= 0 && (people.doubtful > 0 || people.labels > 0);
    peopleName_->setVisible(any);
    peoplePart_->setVisible(any);
    people_->setText(peopleSentence(people));
    const QString agreement = peopleAgreement(people);
    agreement_->setText(agreement.isEmpty() ? QString() : QStringLiteral("  •  ") + agreement);
    agreement_->setVisible(!agreement_->text().isEmpty());
    settle_->setVisible(open > 0);
    settle_->setText(open == 1 ? tr("Settle the tie") : tr("Settle the %1 ties").arg(items::count(open)));
}

void VerdictBlock::fillChoices() {
    const QSignalBlocker a(baseline_);
    const QSignalBlocker b(candidate_);
    const QSignalBlocker c(judging_);
    baseline_->clear();
    candidate_->clear();
    judging_->clear();
    for (const workbench::CandidateReport& each : answer_->report.candidates) {
        const QString name = candidateName(each.name);
        const QString id = QString::fromStdString(each.name);
        baseline_->addCandidate(each.slot, name, id);
        if (each.name != answer_->baseline) {
            candidate_->addCandidate(each.slot, name, id);
        }
    }
    for (const workbench::JudgingReport& each : answer_->report.judgings) {
        judging_->addItem(items::shownLine(each.name), QVariant::fromValue<qint64>(each.id.value));
    }
    baseline_->setCurrentIndex(baseline_->findData(QString::fromStdString(answer_->baseline)));
    candidate_->setCurrentIndex(candidate_->findData(QString::fromStdString(answer_->candidate)));
    judging_->setCurrentIndex(answer_->judging);
    baselinePart_->setVisible(baseline_->count() > 1);
    candidatePart_->setVisible(candidate_->count() > 1);
    judgingPart_->setVisible(judging_->count() > 1);
}

void VerdictBlock::showFacts() {
    const statistics::PairedComparison& d = answer_->difference;
    const int decimals = items::differenceDecimals(*answer_);
    QStringList facts;
    if (d.ci_low && d.ci_high) {
        facts << tr("95 % interval %1").arg(items::intervalFigure(d.ci_low, d.ci_high, decimals));
    }
    if (d.n > 0) {
        const QString n = items::count(static_cast<std::int64_t>(d.n));
        facts << (answer_->over_judge_runs ? tr("n = %1 judge runs").arg(n)
                                           : tr("n = %1 items both answered").arg(n));
        facts << tr("%1 better, %2 equal, %3 worse")
                     .arg(items::count(d.wins), items::count(d.ties), items::count(d.losses));
    }
    if (answer_->more_items) {
        facts << tr("about %1 more items would tell").arg(items::count(*answer_->more_items));
    }
    // The sentence already says why where there is no pair at all.
    if (!answer_->why_not.empty() && !answer_->candidate.empty() && answer_->judging >= 0) {
        facts << items::shownLine(answer_->why_not);
    }
    if (answer_->candidate.empty() && answer_->judging >= 0) {
        for (const workbench::ScoreReport& s :
             answer_->report.judgings[static_cast<std::size_t>(answer_->judging)].scores) {
            facts << tr("%1 scores %2 (%3), n = %4")
                         .arg(candidateName(s.name), items::figure(s.mean, decimals),
                              items::intervalFigure(s.ci_low, s.ci_high, decimals), items::count(s.n));
        }
    }
    facts_->setText(facts.join(QStringLiteral("  •  ")));
    facts_->setVisible(!facts.isEmpty());
    axis_->setVisible(d.difference.has_value());
    if (d.difference) {
        axis_->setInterval(*d.difference, d.ci_low, d.ci_high, answer_->margin,
                           verdictTone(answer_->outcome));
    }
}

void VerdictBlock::showCover() {
    const bool compared = answer_->difference.n > 0;
    for (QWidget* part : coverParts_) {
        part->setVisible(compared);
    }
    covers_->setText(joinedText(answer_->covers));
    leavesOut_->setText(joinedText(answer_->leaves_out));
    const bool weak = compared && !answer_->categories.empty();
    weakestName_->setVisible(weak);
    weakestPart_->setVisible(weak);
    if (!weak) {
        return;
    }
    const workbench::CategoryDifference& c = answer_->categories.front();
    const int decimals = items::differenceDecimals(*answer_);
    weakest_->setText(tr("%1 %2 (%3), n = %4: %5.")
                          .arg(items::shownLine(c.category),
                               items::signedFigure(c.difference.difference, decimals),
                               items::signedInterval(c.difference.ci_low, c.difference.ci_high, decimals),
                               items::count(static_cast<std::int64_t>(c.difference.n)),
                               verdictWord(verdictTone(items::outcomeOf(c.difference)))));
    more_->setVisible(c.more_items.has_value());
    if (c.more_items) {
        more_->setText(tr("About %1 more such items would tell").arg(items::count(*c.more_items)));
    }
}

void VerdictBlock::choose(const QString& candidate, const QString& baseline) {
    emit choiceChanged(candidate, baseline, judging_->currentData().toLongLong());
}

} // namespace tiebreak::ui
