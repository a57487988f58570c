// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/progress_model.h"

#include "items/figures.h"
#include "items/roles.h"

#include <algorithm>

namespace tiebreak::items {

namespace {

/// Kinds that go away by waiting or by asking less at once; everything else is the person's to mend.
bool passing(const std::string& kind) {
    return kind.find("rate limit") != std::string::npos || kind.find("server error") != std::string::npos;
}

} // namespace

runs::Progress storedProgress(const workbench::Report& report) {
    runs::Progress progress;
    progress.run = report.run.id;
    progress.run_name = report.run.name;
    progress.phase = report.run.status == "finished"  ? runs::Progress::Phase::finished
                     : report.run.status == "planned" ? runs::Progress::Phase::preparing
                                                      : runs::Progress::Phase::stopped;
    for (const workbench::CandidateReport& candidate : report.candidates) {
        runs::Progress::Candidate row;
        row.name = candidate.name;
        row.slot = candidate.slot;
        row.done = candidate.responses;
        row.failed = candidate.failed;
        row.total = candidate.responses + candidate.failed + candidate.missing;
        row.failures = candidate.failures;
        if (candidate.latency_ms) {
            row.latency_p50_ms = candidate.latency_ms->p50;
        }
        progress.done += row.done;
        progress.failed += row.failed;
        progress.total += row.total;
        progress.candidates.push_back(std::move(row));
    }
    for (const workbench::JudgingReport& judging : report.judgings) {
        if (judging.imported_scores) {
            continue; // no judge was asked
        }
        const std::int64_t made = judging.calls + judging.not_judged;
        progress.judgings.push_back({judging.name, judging.judged + judging.not_judged,
                                     judging.parse_failures, judging.failed, made});
    }
    return progress;
}

void ProgressModel::setProgress(std::shared_ptr<const runs::Progress> progress) {
    const auto same = [](const runs::Progress::Candidate& a, const runs::Progress::Candidate& b) {
        return a.name == b.name;
    };
    const bool keep = progress_ && progress && progress_->run == progress->run &&
                      std::ranges::equal(progress_->candidates, progress->candidates, same);
    if (!keep) {
        beginResetModel();
        progress_ = std::move(progress);
        endResetModel();
        return;
    }
    progress_ = std::move(progress);
    if (rows() > 0) {
        emit dataChanged(index(0, 0), index(rows() - 1, failuresColumn));
    }
}

const runs::Progress::Candidate& ProgressModel::at(int row) const {
    return progress_->candidates.at(static_cast<std::size_t>(row));
}

int ProgressModel::rowOf(const std::string& candidate) const {
    for (int row = 0; row < rows(); ++row) {
        if (at(row).name == candidate) {
            return row;
        }
    }
    return -1;
}

int ProgressModel::rows() const {
    return progress_ ? static_cast<int>(progress_->candidates.size()) : 0;
}

const std::vector<TableModel::Column>& ProgressModel::columns() const {
    static const std::vector<Column> all{
        {tr("Candidate")},
        {tr("State")},
        {tr("Answers")},
        {tr("tok/s"), true, tr("tokens a second of one request, median")},
        {tr("p50"), true, tr("half of the answers took less, from the first byte sent to the last received")},
        {tr("Failures")}};
    return all;
}

ProgressModel::State ProgressModel::stateOf(const runs::Progress::Candidate& c) const {
    using Phase = runs::Progress::Phase;
    if (c.imported) {
        return State::imported;
    }
    if (c.done + c.failed >= c.total) {
        return c.failed > 0 ? State::doneWithFailures : State::done;
    }
    switch (progress_->phase) {
    case Phase::preparing:
        return State::planned;
    case Phase::stopped:
    case Phase::failed:
    case Phase::finished:
        return State::stopped;
    default:
        return c.in_flight > 0 ? State::answering : State::waiting;
    }
}

QVariant ProgressModel::stateCell(const runs::Progress::Candidate& c, int role) const {
    struct Look {
        QString word;
        const char* glyph;
        Tone tone;
    };
    const auto look = [&]() -> Look {
        switch (stateOf(c)) {
        case State::imported:
            return {tr("imported"), "imported", Tone::secondary};
        case State::done:
            return {tr("done"), "done", Tone::ok};
        case State::doneWithFailures:
            return {tr("done, some failed"), "warning", Tone::warn};
        case State::answering:
            return {tr("answering"), "answering", Tone::accent};
        case State::waiting:
            return {tr("waits for a slot"), "pause", Tone::secondary};
        case State::stopped:
            return {tr("stopped"), "stop", Tone::warn};
        case State::planned:
            return {tr("planned"), "clock", Tone::secondary};
        }
        return {};
    }();
    switch (role) {
    case Qt::DisplayRole:
        return look.word;
    case glyphRole:
        return QString::fromLatin1(look.glyph);
    case toneRole:
        return static_cast<int>(look.tone);
    default:
        return {};
    }
}

QVariant ProgressModel::cell(int row, int column, int role) const {
    const runs::Progress::Candidate& c = at(row);
    if (role == idRole) {
        return QString::fromStdString(c.name);
    }
    switch (column) {
    case candidateColumn:
        return role == Qt::DisplayRole ? QVariant(shownLine(c.name))
               : role == slotRole      ? QVariant(c.slot)
                                       : QVariant();
    case stateColumn:
        return stateCell(c, role);
    case answersColumn:
        switch (role) {
        case doneRole:
            return QVariant::fromValue<qint64>(c.done);
        case totalRole:
            return QVariant::fromValue<qint64>(c.total);
        case copyRole:
        case Qt::AccessibleTextRole:
            return tr("%1 of %2").arg(count(c.done), count(c.total));
        default:
            return {};
        }
    case speedColumn:
        return role == Qt::DisplayRole ? QVariant(figure(c.tokens_per_second, 0)) : QVariant();
    case latencyColumn:
        return role != Qt::DisplayRole ? QVariant()
               : c.latency_p50_ms      ? QVariant(tr("%1 s").arg(figure(*c.latency_p50_ms / 1000, 1)))
                                       : QVariant(QStringLiteral("–"));
    case failuresColumn: {
        QVariantList badges;
        QStringList words;
        for (const auto& [kind, n] : c.failures) {
            words << QStringLiteral("%1 %2").arg(shownLine(kind), count(n));
            badges << QVariantMap{{QStringLiteral("text"), words.last()},
                                  {QStringLiteral("tone"), int(passing(kind) ? Tone::warn : Tone::bad)}};
        }
        switch (role) {
        case Qt::DisplayRole:
            return badges.isEmpty() ? QVariant(tr("none")) : QVariant();
        case badgesRole:
            return badges;
        case toneRole:
            return int(Tone::secondary);
        case copyRole:
        case Qt::AccessibleTextRole:
            return words.isEmpty() ? tr("none") : words.join(QStringLiteral(", "));
        case Qt::ToolTipRole:
            return words.isEmpty() ? QVariant() : plainTip(words.join(QLatin1Char('\n')));
        default:
            return {};
        }
    }
    default:
        return {};
    }
}

} // namespace tiebreak::items
