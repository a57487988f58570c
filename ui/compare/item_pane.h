// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/compare_list_model.h"
#include "ui/widgets/pane.h"

#include <memory>

QT_BEGIN_NAMESPACE
class QListView;
class QStackedWidget;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class Choice;
class EmptyState;
class FilterField;
class FilterPanel;
class ItemDelegate;
class MarkLegend;
class TextLabel;

/// Compare's left: the filter, the order, the list of items, the legend of marks.
class ItemPane : public Pane {
    Q_OBJECT

public:
    explicit ItemPane(QWidget* parent = nullptr);

    void setIndex(std::shared_ptr<const workbench::CompareIndex> index);
    /// Items whose texts or answers hold `words`; dropped where other words stand in the field by now.
    void setMatches(const QString& words, std::shared_ptr<const items::ItemSet> matches);
    void setBlind(bool blind);

    /// Scores of these candidates stand in each row; the sorts name `current`.
    void setCandidates(const std::vector<int>& shown, int current);

    [[nodiscard]] items::CompareListModel* model() const { return model_; }
    [[nodiscard]] QListView* list() const { return list_; }
    [[nodiscard]] FilterField* filterField() const { return field_; }

    /// The item that is shown beside; stays the same through filtering and sorting.
    [[nodiscard]] domain::ItemRevisionId currentItem() const { return current_; }
    void selectItem(domain::ItemRevisionId item);
    void selectFirst();
    [[nodiscard]] bool isCurrentListed() const;
    /// +1 next, -1 previous; from an item the filter hides, the first or last in the list.
    void step(int by);

    [[nodiscard]] items::CompareSort sort() const { return model_->sort(); }
    /// `against`: whom the sorts by loss and gain hold the candidate against; 0 is the baseline.
    void setSort(items::CompareSort sort, int candidate, int against = 0);
    /// Leaves in only what passes, in place of what the person chose under the funnel.
    void narrow(const items::CompareFilter& filter);

signals:
    void itemWanted(tiebreak::domain::ItemRevisionId item);
    void searchWanted(const QString& words);
    void sortChanged();
    void listedChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fillSorts();
    void fillLegend();
    void applyFilter();
    void clearFilter();
    void afterReorder();
    void want(domain::ItemRevisionId item);

    items::CompareListModel* model_;
    FilterField* field_;
    Button* funnel_;
    FilterPanel* panel_;
    Choice* sorts_;
    TextLabel* count_;
    QStackedWidget* stack_;
    QListView* list_;
    ItemDelegate* delegate_;
    EmptyState* filteredAway_;
    Pane* foot_;
    MarkLegend* legend_ = nullptr;
    items::CompareFilter filter_;
    domain::ItemRevisionId current_;
    int focusCandidate_ = 0;
    bool following_ = false;
};

} // namespace tiebreak::ui
