// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/settings_view.h"

#include "items/roles.h"
#include "items/settings_table_model.h"
#include "ui/settings/settings.h"
#include "ui/theme/candidate_mark.h"
#include "ui/widgets/button.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/table_view.h"

#include <QCheckBox>
#include <QIdentityProxyModel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr int nameWidth = 150;
constexpr int valueWidth = 138;
const QString onlyState = QStringLiteral("run-settings/only-differences");

/// The candidates' marks in the header: icons belong to the window, so the model cannot give them.
class MarkedHeader : public QIdentityProxyModel {
public:
    using QIdentityProxyModel::QIdentityProxyModel;

    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (role == Qt::DecorationRole) {
            const QVariant slot = QIdentityProxyModel::headerData(section, orientation, items::slotRole);
            return slot.isValid() ? QVariant(candidateIcon(slot.toInt())) : QVariant();
        }
        return QIdentityProxyModel::headerData(section, orientation, role);
    }
};

} // namespace

SettingsView::SettingsView(Settings* settings, QWidget* parent)
    : Pane(&Tokens::content, {}, parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    title_ = new SectionTitle(tr("Decoding settings"));
    only_ = new QCheckBox(tr("Only differences"));
    title_->addAction(only_);
    column->addWidget(title_);
    model_ = new items::SettingsTableModel(this);
    auto* marked = new MarkedHeader(this);
    marked->setSourceModel(model_);
    table_ = new TableView(tr("Decoding settings"), QStringLiteral("run-settings"), nullptr);
    table_->setSelectionBehavior(QAbstractItemView::SelectItems);
    table_->setModel(marked);
    same_ = new EmptyState(QStringLiteral("settings"), tr("No known difference"),
                           tr("All candidates were asked with the same settings, as far as they are known."),
                           EmptyState::Kind::filteredAway);
    Button* all = same_->addAction(tr("Show all settings"), {}, true);
    connect(all, &QPushButton::clicked, only_, [this] { only_->setChecked(false); });
    stack_ = new QStackedWidget;
    stack_->addWidget(table_);
    stack_->addWidget(same_);
    column->addWidget(stack_, 1);

    connect(only_, &QCheckBox::toggled, this, [this, settings](bool on) {
        model_->setOnlyDifferences(on);
        layOut();
        if (settings) {
            settings->setState(onlyState, on);
        }
    });
    if (settings) {
        only_->setChecked(settings->state(onlyState, false).toBool());
    }
}

void SettingsView::setCandidates(const std::vector<store::CandidateRow>& candidates) {
    model_->setCandidates(candidates);
    const int differ = model_->differences();
    const int unknown = model_->unknownCandidates();
    QStringList hint;
    hint << (differ == 0 ? tr("no known difference")
             : differ == 1
                 ? tr("one differs between candidates (≠); it follows into every caption")
                 : tr("%1 differ between candidates (≠); they follow into every caption").arg(differ));
    if (unknown > 0) {
        hint << (unknown == 1 ? tr("one import’s are unknown") : tr("%1 imports’ are unknown").arg(unknown));
    }
    title_->setHint(hint.join(QStringLiteral("; ")));
    layOut();
}

void SettingsView::layOut() {
    for (int column = 0; column < table_->model()->columnCount(); ++column) {
        table_->setColumnWidth(column, column == 0 ? nameWidth : valueWidth);
    }
    const bool none = model_->onlyDifferences() && model_->rowCount() == 0 && model_->columnCount() > 1;
    stack_->setCurrentWidget(none ? static_cast<QWidget*>(same_) : table_);
}

} // namespace tiebreak::ui
