// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/compare_copy.h"

#include "text/csv.h"
#include "text/utf8.h"

#include <QCoreApplication>

#include <algorithm>

namespace tiebreak::ui {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Compare", text);
}

QString asReceived(const std::string& text) {
    return QString::fromStdString(text::repair_utf8(text));
}

/// A fence longer than any run of backticks within.
QString fenced(const QString& text) {
    qsizetype longest = 0;
    qsizetype run = 0;
    for (const QChar c : text) {
        run = c == QLatin1Char('`') ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const QString fence(std::max<qsizetype>(3, longest + 1), QLatin1Char('`'));
    return fence + QStringLiteral("text\n") + text +
           (text.endsWith(QLatin1Char('\n')) ? QString() : QStringLiteral("\n")) + fence + QLatin1Char('\n');
}

/// A heading's text with what Markdown would read as more than text taken out.
QString plainWords(const QString& text) {
    QString safe = text;
    for (const QChar c : {u'\\', u'`', u'*', u'_', u'[', u']', u'<', u'>', u'#', u'|', u'!'}) {
        safe.replace(c, QLatin1Char('\\') + QString(c));
    }
    return safe;
}

const workbench::CompareColumn& columnOf(const workbench::CompareDetail& detail, const ColumnWords& words) {
    return detail.columns[static_cast<std::size_t>(words.candidate)];
}

} // namespace

QString itemAsMarkdown(const workbench::CompareDetail& detail, const QVector<ColumnWords>& columns) {
    QString text = QStringLiteral("## ") + say("Item %1").arg(plainWords(items::safeLine(detail.label))) +
                   QStringLiteral("\n\n");
    const auto field = [&text](const QString& name, const std::string& value) {
        if (!value.empty()) {
            text += QStringLiteral("**%1**\n\n").arg(name) + fenced(asReceived(value)) + QLatin1Char('\n');
        }
    };
    field(say("System"), detail.content.system);
    field(say("Instruction"), detail.content.instruction);
    field(say("Input"), detail.content.input);
    for (const std::string& turn : detail.content.turns) {
        field(say("Next turn"), turn);
    }
    field(say("Reference"), detail.content.reference);
    for (const ColumnWords& words : columns) {
        text += QStringLiteral("### ") + plainWords(words.name);
        if (!words.score.isEmpty()) {
            text += QStringLiteral(" – ") + words.score;
        }
        if (!words.difference.isEmpty()) {
            text += QStringLiteral(" (%1)").arg(words.difference);
        }
        text += QStringLiteral("\n\n");
        if (words.present) {
            text += fenced(asReceived(columnOf(detail, words).text)) + QLatin1Char('\n');
        } else {
            text += say("No answer: %1").arg(words.failure) + QStringLiteral("\n\n");
        }
        const QString comments = words.comments.plain();
        if (!comments.isEmpty()) {
            text += say("Judge:") + QStringLiteral("\n\n") + fenced(comments) + QLatin1Char('\n');
        }
    }
    return text;
}

QString rowAsCsv(const workbench::CompareDetail& detail, const QVector<ColumnWords>& columns) {
    std::vector<std::string> header{"item", "category", "instruction", "input", "reference"};
    std::vector<std::string> cells{detail.label, detail.content.category, detail.content.instruction,
                                   detail.content.input, detail.content.reference};
    for (const ColumnWords& words : columns) {
        const workbench::CompareColumn& column = columnOf(detail, words);
        const std::string name = words.blind ? words.name.toStdString() : column.name;
        if (!words.blind) {
            header.push_back(name + " score");
            cells.push_back(column.score ? QString::number(*column.score, 'g', 10).toStdString()
                                         : std::string());
        }
        header.push_back(name);
        cells.push_back(column.text);
    }
    const auto record = [](const std::vector<std::string>& each) {
        return asReceived(text::csv_record(each, text::FormulaCells::neutralised));
    };
    return record(header) + record(cells);
}

} // namespace tiebreak::ui
