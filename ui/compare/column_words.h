// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/compare_order.h"
#include "items/safe_text.h"
#include "workbench/compare_view.h"

#include <QString>
#include <QStringList>
#include <QVector>

namespace tiebreak::ui {

/// Shown in place of a candidate's slot while reading blind.
inline constexpr int blindSlot = -2;

/// Everything a column says beside its answer's text. Reading blind, nothing here tells a candidate apart: a
/// letter for the name, no score, no comment, no latency, no words of a server.
struct ColumnWords {
    int candidate = 0; ///< of the index and of CompareDetail::columns
    QString name;      ///< cleaned, one line; "A" when blind
    int slot = 0;      ///< blindSlot when blind
    bool blind = false;
    bool baseline = false;
    QString score;      ///< "92", "–"; empty when blind or nothing was judged
    QString difference; ///< to the baseline: "+54"; empty where one of both is missing
    double change = 0;  ///< the same as a number
    unsigned marks = 0; ///< of workbench::ItemMark, for this candidate's answer
    QStringList flaws;  ///< in words, such as "gives the instruction back"

    bool present = false;
    QString failure;       ///< "timed out"; empty where there is an answer
    QString failureDetail; ///< cleaned

    QString order;             ///< "shown as Model 3 of 8"
    items::SafeText comments;  ///< the verdicts of all repeats, one paragraph each
    QVector<double> repeats;   ///< scores that were read
    QString repeatsText;       ///< "5 reruns"
    QString rangeText;         ///< "57–70"
    QStringList footer;        ///< "41 tokens", "0.9 s", "stopped by itself"
    bool stoppedEarly = false; ///< the last of the footer deserves a look

    /// For screen readers: name, score, difference, marks or failure.
    [[nodiscard]] QString description() const;
};

/// "A" … "Z", "AA" …
QString letterName(int at);

/// `at`: where the column stands in the item's order, which gives the letter when blind.
ColumnWords columnWords(const workbench::CompareIndex& index, const workbench::CompareDetail& detail,
                        int candidate, int at, bool blind, const items::ScoreScale& scale);

/// "stopped by itself", "cut at the token limit", …; empty for an empty reason.
QString finishWords(const std::string& reason);
/// "timed out", "the server failed", …
QString failureWords(domain::FailureKind kind);

} // namespace tiebreak::ui
