// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/error_info.h"
#include "runs/progress.h"
#include "store/candidates.h"
#include "ui/widgets/pane.h"
#include "workbench/answer.h"

#include <memory>
#include <vector>

QT_BEGIN_NAMESPACE
class QStackedWidget;
QT_END_NAMESPACE

namespace tiebreak::ui {

class AnswerView;
class ChangesView;
class Button;
class EmptyState;
class JudgingsView;
class MessageBar;
class NoteStrip;
class PlaceBar;
class ProgressView;
class Settings;
class SettingsView;

/// One run: its bar with tabs and actions, and the five views. Shows values; what the person wants comes as
/// signals.
class RunPage : public QWidget {
    Q_OBJECT

public:
    enum Tab { answerTab, progressTab, settingsTab, judgingsTab, changesTab };

    explicit RunPage(Settings* settings, QWidget* parent = nullptr);

    /// What is known before anything is read: the name shows at once.
    void beginRun(const QString& name);
    void setAnswer(const std::shared_ptr<const workbench::RunAnswer>& answer);
    void setCandidates(const std::vector<store::CandidateRow>& candidates);
    /// `live`: under way in this window; else what is stored.
    void setProgress(const std::shared_ptr<const runs::Progress>& progress, bool live);
    void setReadOnly(bool readOnly);
    void showFailure(const items::ErrorInfo& error);

    [[nodiscard]] Tab tab() const;
    void setTab(Tab tab);
    [[nodiscard]] QWidget* firstFocus() const;

    [[nodiscard]] AnswerView* answerView() const { return answer_; }
    [[nodiscard]] ProgressView* progressView() const { return progress_; }
    [[nodiscard]] SettingsView* settingsView() const { return settings_; }
    [[nodiscard]] JudgingsView* judgingsView() const { return judgings_; }
    [[nodiscard]] ChangesView* changesView() const { return changes_; }
    [[nodiscard]] NoteStrip* note() const { return note_; }
    [[nodiscard]] MessageBar* messageBar() const { return message_; }

signals:
    void tabChanged();
    void compareRequested();
    void reportRequested();
    void judgeAgainRequested();
    void runAgainRequested(); ///< the same once more, to be changed
    void listRequested();
    void resumeRequested();
    void retryFailedRequested();
    void stopRequested();
    void readAgainRequested();

private:
    void build(Settings* settings);
    void showTab();
    void showActions();

    PlaceBar* bar_;
    MessageBar* message_;
    NoteStrip* note_;
    QStackedWidget* stack_;
    AnswerView* answer_;
    ProgressView* progress_;
    SettingsView* settings_;
    JudgingsView* judgings_;
    ChangesView* changes_;
    EmptyState* failure_;
    Button* all_;
    Button* noteButton_;
    Button* retry_;
    Button* resume_;
    Button* stop_;
    Button* compare_;
    Button* report_;
    Button* judgeAgain_;
    Button* runAgain_;
    std::shared_ptr<const runs::Progress> state_;
    bool live_ = false;
    bool readOnly_ = false;
    bool failed_ = false;
};

} // namespace tiebreak::ui
