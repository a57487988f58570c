// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/error_info.h"
#include "ui/label/label_strip.h"
#include "workbench/label_figures.h"

#include <QWidget>

#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QAction;
class QMenu;
class QStackedWidget;
class QTabBar;
QT_END_NAMESPACE

namespace tiebreak::items {
class LabelSession;
} // namespace tiebreak::items

namespace tiebreak::ui {

class Badge;
class Button;
class CardView;
class Choice;
class ElidedLabel;
class EmptyState;
class MessageBar;
class PeopleView;
class PlaceBar;
class Settings;
class TextLabel;

/// Label: the bar with run, way of asking and annotator, the strip, the card, and what people's labels come
/// to. Shows what a LabelSession holds and hands it what the person does.
class LabelView : public QWidget {
    Q_OBJECT

public:
    LabelView(items::LabelSession& labels, Settings* settings, QWidget* parent = nullptr);

    struct Named {
        qint64 id = 0;
        QString name;
    };
    void setRuns(const QList<Named>& runs, qint64 current);
    void setAnnotators(const QStringList& names, const QString& current);
    void setWritable(bool writable);
    void showNothing(); ///< no run has answers of two candidates
    void showLoading();
    void showFailure(const items::ErrorInfo& error);
    /// Something that did not work, above the cards.
    void showMessage(const items::ErrorInfo& error);
    void showNotice(const QString& what, const QString& more = {});
    void showFigures(const std::shared_ptr<const workbench::LabelFigures>& figures);
    [[nodiscard]] bool showsFigures() const;
    void showCards();
    void showPeople();

    [[nodiscard]] CardView* card() const { return card_; }
    [[nodiscard]] LabelStrip* strip() const { return strip_; }
    [[nodiscard]] PeopleView* people() const { return people_; }
    [[nodiscard]] Choice* runs() const { return runs_; }
    [[nodiscard]] Choice* modes() const { return modes_; }
    [[nodiscard]] Choice* annotators() const { return annotators_; }
    [[nodiscard]] QMenu* packetMenu() const { return packetMenu_; }
    [[nodiscard]] MessageBar* message() const { return message_; }
    [[nodiscard]] QString revealedText() const;
    [[nodiscard]] QString cardLine() const;

    /// The way of asking that is chosen, without the annotator.
    [[nodiscard]] workbench::LabelChoice choice() const;
    void setPair(std::optional<std::pair<std::size_t, std::size_t>> pair);

signals:
    void runWanted(qint64 run);
    void judgingWanted(qint64 judging);
    void choiceChanged(); ///< of mode, annotator or pair
    void annotatorWanted(const QString& name);
    void figuresWanted();
    void runsWanted();
    void rubricsWanted();
    void retryWanted();
    void packetWanted();
    void importWanted();
    void exportWanted();

private:
    void buildBar();
    void buildCards();
    void buildActions();
    QAction* addKey(const QString& text, const QKeySequence& key, const std::function<void()>& act);
    void showCard();
    void showProgress();
    void showDesk();
    void offerPause();
    [[nodiscard]] bool revealsNames() const;

    items::LabelSession& labels_;
    Settings* settings_;
    bool writable_ = true;
    std::optional<std::pair<std::size_t, std::size_t>> pair_;
    std::int64_t pauseAt_ = 0;

    PlaceBar* bar_;
    Choice* runs_;
    Choice* modes_;
    Choice* annotators_;
    Button* blind_;
    Button* packets_;
    QMenu* packetMenu_;
    QTabBar* tabs_;
    QStackedWidget* tabStack_;
    LabelStrip* strip_;
    MessageBar* message_;
    QStackedWidget* stack_;
    QWidget* cardPage_;
    CardView* card_;
    Button* back_;
    Button* bothModels_;
    ElidedLabel* revealed_;
    TextLabel* line_;
    EmptyState* nothing_;
    EmptyState* finished_;
    EmptyState* noRubric_;
    EmptyState* failed_;
    EmptyState* pause_;
    QWidget* loading_;
    PeopleView* people_;
    QAction* backAction_;
};

} // namespace tiebreak::ui
