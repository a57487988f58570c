// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/candidates_model.h"

#include "items/roles.h"

namespace tiebreak::items {

namespace {

QString tagText(const std::map<std::string, std::string>& tags) {
    QStringList parts;
    for (const auto& [key, value] : tags) {
        parts.append(QString::fromStdString(key + " " + value));
    }
    return parts.join(QStringLiteral(" · "));
}

QString number(const std::optional<double>& value) {
    return value ? QString::number(*value, 'f', 4) : QStringLiteral("–");
}

bool isNumber(int column) {
    return column == CandidatesModel::testLoss || column == CandidatesModel::testLossSe ||
           column == CandidatesModel::revision;
}

} // namespace

CandidatesModel::CandidatesModel(QObject* parent)
    : QAbstractTableModel(parent) {}

void CandidatesModel::setCandidates(const std::vector<store::CandidateRow>& rows) {
    beginResetModel();
    rows_ = rows;
    endResetModel();
}

int CandidatesModel::rowOf(qint64 candidate) const {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (rows_[i].id.value == candidate) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

int CandidatesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}
int CandidatesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columnCount_;
}

QVariant CandidatesModel::data(const QModelIndex& index, int role) const {
    const store::CandidateRow& row = candidate(index.row());
    const domain::Candidate& c = row.candidate;
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case name:
            return QString::fromStdString(c.name);
        case api:
            return QString::fromStdString(domain::to_string(c.api));
        case modelId:
            return c.api == domain::Api::recorded ? QString::fromStdString(c.responses_path)
                                                  : QString::fromStdString(c.model);
        case testLoss:
            return number(c.test_loss.value);
        case testLossSe:
            return number(c.test_loss.se);
        case lossSet:
            return QString::fromStdString(c.test_loss.loss_set);
        case tokenizer:
            return QString::fromStdString(c.test_loss.tokenizer);
        case tags:
            return tagText(c.tags);
        default:
            return QStringLiteral("r%1").arg(row.number);
        }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue<int>(Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    case slotRole:
        return index.column() == name ? QVariant(row.slot) : QVariant();
    case toneRole:
        return static_cast<int>(index.column() == name || index.column() == testLoss ? Tone::normal
                                                                                     : Tone::secondary);
    case idRole:
        return QVariant::fromValue<qint64>(row.id.value);
    default:
        return {};
    }
}

QVariant CandidatesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue<int>(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    static const char* const titles[] = {
        QT_TR_NOOP("Candidate"), QT_TR_NOOP("Reached by"), QT_TR_NOOP("Model or file"),
        QT_TR_NOOP("Test loss"), QT_TR_NOOP("SE"),         QT_TR_NOOP("Loss set"),
        QT_TR_NOOP("Tokenizer"), QT_TR_NOOP("Tags"),       QT_TR_NOOP("Revision")};
    return tr(titles[section]);
}

} // namespace tiebreak::items
