// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pane.h"
#include "workbench/answer.h"

#include <memory>

QT_BEGIN_NAMESPACE
class QStackedWidget;
QT_END_NAMESPACE

namespace tiebreak::items {
class ReadingListModel;
}

namespace tiebreak::ui {

class EmptyState;
class SectionTitle;
class Settings;
class TableView;

/// The items most worth reading; Enter or a double click opens one.
class ReadingPane : public Pane {
    Q_OBJECT

public:
    explicit ReadingPane(Settings* settings, QWidget* parent = nullptr);

    void setAnswer(const std::shared_ptr<const workbench::RunAnswer>& answer);
    [[nodiscard]] TableView* table() const { return table_; }

    /// The selected item's revision; 0: none.
    [[nodiscard]] qint64 currentItem() const;

signals:
    void itemOpened(qint64 item);
    void allItemsRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    SectionTitle* title_;
    QStackedWidget* stack_;
    TableView* table_;
    EmptyState* empty_;
    items::ReadingListModel* model_;
};

} // namespace tiebreak::ui
