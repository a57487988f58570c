// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/settings_table_model.h"

#include "items/figures.h"
#include "items/roles.h"

#include <QMap>

#include <algorithm>
#include <functional>

namespace tiebreak::items {

namespace {

/// A number as short as it can be said: 0.7, 1, 0.95.
QString shortest(double value) {
    return QString::number(value, 'g', 6).replace(QLatin1Char('-'), QChar(0x2212));
}

QString serversDefault() {
    return SettingsTableModel::tr("server’s default");
}

bool quiet(const QString& text) {
    return text == serversDefault() || text == SettingsTableModel::tr("none");
}

} // namespace

SettingsTableModel::SettingsTableModel(QObject* parent)
    : TableModel(parent) {
    columns_.push_back({tr("Setting")});
}

void SettingsTableModel::setCandidates(const std::vector<store::CandidateRow>& candidates) {
    beginResetModel();
    columns_ = {{tr("Setting")}};
    slots_.clear();
    for (const store::CandidateRow& row : candidates) {
        columns_.push_back({shownLine(row.candidate.name), false, shownLine(row.candidate.name)});
        slots_.push_back(row.slot);
    }
    build(candidates);
    choose();
    endResetModel();
}

void SettingsTableModel::setOnlyDifferences(bool only) {
    if (only != onlyDifferences_) {
        beginResetModel();
        onlyDifferences_ = only;
        choose();
        endResetModel();
    }
}

int SettingsTableModel::differences() const {
    return static_cast<int>(std::ranges::count_if(settings_, &Setting::differs));
}

int SettingsTableModel::unknownCandidates() const {
    int unknown = 0;
    for (std::size_t c = 0; c < slots_.size(); ++c) {
        unknown += std::ranges::any_of(settings_, [c](const Setting& s) { return !s.values[c].known; });
    }
    return unknown;
}

SettingsTableModel::Setting SettingsTableModel::setting(const QString& name, std::vector<Value> values,
                                                        bool always) {
    Setting setting{name, std::move(values), false, always};
    QMap<QString, int> votes;
    for (const Value& value : setting.values) {
        if (value.known) {
            ++votes[value.text];
            setting.interesting = setting.interesting || !quiet(value.text);
        }
    }
    // The value of most; where two are as frequent, that of the earlier candidate.
    QString usual;
    int most = 0;
    for (const Value& value : setting.values) {
        if (value.known && votes[value.text] > most) {
            most = votes[value.text];
            usual = value.text;
        }
    }
    for (Value& value : setting.values) {
        value.differs = value.known && value.text != usual;
        setting.differs = setting.differs || value.differs;
    }
    return setting;
}

void SettingsTableModel::build(const std::vector<store::CandidateRow>& candidates) {
    using domain::Candidate;
    const auto row = [&](const QString& name, bool always, const std::function<Value(const Candidate&)>& of) {
        std::vector<Value> values;
        for (const store::CandidateRow& each : candidates) {
            values.push_back(of(each.candidate));
        }
        settings_.push_back(setting(name, std::move(values), always));
    };
    const auto recorded = [](const Candidate& c) { return c.api == domain::Api::recorded; };
    // What was not sent is the server's default; of an import nobody knows.
    const auto absent = [=](const Candidate& c) {
        return recorded(c) ? Value{tr("unknown"), false} : Value{serversDefault()};
    };
    const auto real = [&](const QString& name, std::optional<double> domain::Parameters::*field,
                          bool always) {
        row(name, always, [=](const Candidate& c) {
            const auto& value = c.parameters.*field;
            return value ? Value{shortest(*value)} : absent(c);
        });
    };
    const auto whole = [&](const QString& name, std::optional<std::int64_t> domain::Parameters::*field,
                           bool always) {
        row(name, always, [=](const Candidate& c) {
            const auto& value = c.parameters.*field;
            return value ? Value{QString::number(*value)} : absent(c);
        });
    };
    const auto text = [&](const QString& name, std::string Candidate::*field, const QString& empty,
                          bool always) {
        row(name, always, [=](const Candidate& c) {
            const std::string& value = c.*field;
            return !value.empty() ? Value{shown(value)}
                   : recorded(c)  ? Value{tr("unknown"), false}
                                  : Value{empty};
        });
    };

    settings_.clear();
    real(tr("temperature"), &domain::Parameters::temperature, true);
    real(tr("top-p"), &domain::Parameters::top_p, true);
    whole(tr("top-k"), &domain::Parameters::top_k, false);
    whole(tr("max tokens"), &domain::Parameters::max_tokens, true);
    row(tr("stop strings"), true, [=](const Candidate& c) {
        QStringList quoted;
        for (const std::string& stop : c.parameters.stop) {
            quoted << QStringLiteral("“%1”").arg(
                shown(stop).replace(QLatin1Char('\n'), QLatin1String("\\n")));
        }
        return !quoted.isEmpty() ? Value{quoted.join(QStringLiteral(", "))}
               : recorded(c)     ? Value{tr("unknown"), false}
                                 : Value{tr("none")};
    });
    real(tr("repeat penalty"), &domain::Parameters::repeat_penalty, false);
    real(tr("frequency penalty"), &domain::Parameters::frequency_penalty, false);
    real(tr("presence penalty"), &domain::Parameters::presence_penalty, false);
    whole(tr("seed"), &domain::Parameters::seed, true);
    row(tr("further fields"), false, [=](const Candidate& c) {
        return c.parameters.extra.empty() ? (recorded(c) ? Value{tr("unknown"), false} : Value{tr("none")})
                                          : Value{shown(c.parameters.extra)};
    });
    text(tr("system prompt"), &Candidate::system, tr("none"), true);
    text(tr("template"), &Candidate::prompt_template, tr("the API’s default"), true);
    row(tr("API"), true, [](const Candidate& c) {
        return c.api == domain::Api::recorded ? Value{tr("unknown"), false}
                                              : Value{QString::fromStdString(domain::to_string(c.api))};
    });
    row(tr("quantisation"), false, [](const Candidate& c) {
        for (const char* tag : {"quantisation", "quantization", "quant"}) {
            if (const auto found = c.tags.find(tag); found != c.tags.end()) {
                return Value{shown(found->second)};
            }
        }
        return Value{tr("unknown"), false};
    });
}

void SettingsTableModel::choose() {
    visible_.clear();
    for (std::size_t i = 0; i < settings_.size(); ++i) {
        if (settings_[i].differs || (!onlyDifferences_ && settings_[i].interesting)) {
            visible_.push_back(i);
        }
    }
}

QVariant SettingsTableModel::headerCell(int column, int role) const {
    return role == slotRole && column > 0 ? QVariant(slots_[static_cast<std::size_t>(column - 1)])
                                          : QVariant();
}

QVariant SettingsTableModel::cell(int row, int column, int role) const {
    const Setting& s = settings_[visible_[static_cast<std::size_t>(row)]];
    if (column == 0) {
        return role == Qt::DisplayRole ? QVariant(s.name)
               : role == toneRole ? QVariant(static_cast<int>(s.differs ? Tone::normal : Tone::secondary))
               : role == Qt::ToolTipRole && s.differs ? QVariant(plainTip(tr("%1 differs").arg(s.name)))
                                                      : QVariant();
    }
    const Value& value = s.values[static_cast<std::size_t>(column - 1)];
    switch (role) {
    case Qt::DisplayRole:
        return value.text;
    case Qt::ToolTipRole:
        return plainTip(value.differs ? tr("%1\ndiffers from most").arg(value.text.left(600))
                                      : value.text.left(600));
    case Qt::AccessibleTextRole:
        return value.differs ? QVariant(tr("%1, differs from most").arg(value.text)) : QVariant();
    case italicRole:
        return !value.known;
    case glyphRole:
        return value.differs ? QVariant(QStringLiteral("differs")) : QVariant();
    case groundRole:
        return value.differs ? QVariant(static_cast<int>(Tone::warn)) : QVariant();
    case toneRole:
        return static_cast<int>(value.differs  ? Tone::warn
                                : !value.known ? Tone::hint
                                : s.differs    ? Tone::normal
                                               : Tone::secondary);
    default:
        return {};
    }
}

} // namespace tiebreak::items
