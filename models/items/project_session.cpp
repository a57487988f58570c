// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/project_session.h"

namespace tiebreak::items {

ProjectSession::ProjectSession(QObject* parent)
    : QObject(parent) {}

ProjectSession::~ProjectSession() {
    close();
}

bool ProjectSession::isReadOnly() const {
    return project_ && project_->read_only();
}

void ProjectSession::open(const QString& file, store::Project::Open how) {
    close();
    using Opened = std::shared_ptr<store::Project>;
    background_.run(
        this, openTicket_,
        [path = file.toStdString(), how](const std::stop_token&) -> Opened {
            return std::make_shared<store::Project>(path, how);
        },
        [this, file](const std::shared_ptr<const Opened>& project) {
            project_ = *project;
            file_ = file;
            emit opened();
            refresh();
        },
        [this](const ErrorInfo& error) { emit openFailed(error); });
}

void ProjectSession::close() {
    openTicket_.cancel();
    overviewTicket_.cancel();
    if (!project_) {
        return;
    }
    project_.reset(); // work that still reads holds it until it ends
    overview_.reset();
    progress_.reset();
    file_.clear();
    emit closed();
}

void ProjectSession::refresh() {
    if (!project_) {
        return;
    }
    background_.run(
        this, overviewTicket_,
        [project = project_](const std::stop_token&) { return workbench::make_overview(*project); },
        [this](const std::shared_ptr<const workbench::ProjectOverview>& overview) {
            overview_ = overview;
            emit overviewChanged();
        },
        [this](const ErrorInfo& error) { emit failed(error); });
}

} // namespace tiebreak::items
