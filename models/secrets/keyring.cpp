// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/keyring.h"

#include "domain/error.h"
#include "secrets/keyring_entry.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>
#include <qt6keychain/keychain.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

namespace tiebreak::secrets {

namespace {

constexpr const char* service = "tiebreak";
/// As long as a person may take to unlock the keyring.
constexpr std::chrono::minutes longest_wait{3};

/// QtKeychain's jobs need an event loop, and all of them the same thread's; it is never the window's.
class Worker {
public:
    Worker()
        : thread_([this] { work(); }) {}

    ~Worker() {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }

    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void run(std::function<void()> task) {
        std::packaged_task<void()> packaged(std::move(task));
        std::future<void> done = packaged.get_future();
        {
            const std::lock_guard lock(mutex_);
            tasks_.push_back(std::move(packaged));
        }
        changed_.notify_all();
        done.get();
    }

private:
    void work() {
        // The command has no application of Qt's; an event loop needs one.
        static int argc = 1;
        static char name[] = "tiebreak";
        static char* argv[] = {name, nullptr};
        if (QCoreApplication::instance() == nullptr) {
            // Never deleted: this thread ends with the program's statics, when Qt's own are gone already.
            (void)new QCoreApplication(argc, argv);
        }
        for (;;) {
            std::packaged_task<void()> task;
            {
                std::unique_lock lock(mutex_);
                changed_.wait(lock, [this] { return ended_ || !tasks_.empty(); });
                if (tasks_.empty()) {
                    return;
                }
                task = std::move(tasks_.front());
                tasks_.pop_front();
            }
            task();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::packaged_task<void()>> tasks_;
    bool ended_ = false;
    std::thread thread_; // last: it uses all of the above
};

Worker& worker() {
    static Worker one;
    return one;
}

[[noreturn]] void fail(const std::string& name, QKeychain::Error error, const QString& text) {
    std::string what;
    std::string mend = "put the key in an environment variable and write env:NAME";
    switch (error) {
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        what = "no keyring service runs here";
        mend = "start one (GNOME Keyring, KWallet), or " + mend;
        break;
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        what = "the keyring was not opened";
        mend = "unlock it and try again, or " + mend;
        break;
    default:
        what = "the keyring failed" + (text.isEmpty() ? std::string{} : ": " + text.toStdString());
        break;
    }
    throw domain::Error(domain::ErrorKind::secret, what, "keyring:" + name, mend);
}

/// Runs the job to its end, on the worker's thread.
void finish(QKeychain::Job& job, const std::string& name) {
    job.setAutoDelete(false);
    job.setInsecureFallback(false); // never a file in plain text
    job.setKey(QString::fromStdString(name));
    QEventLoop loop;
    QTimer limit;
    bool over = false;
    QObject::connect(&job, &QKeychain::Job::finished, &loop, [&] {
        over = true;
        loop.quit();
    });
    QObject::connect(&limit, &QTimer::timeout, &loop, &QEventLoop::quit);
    limit.setSingleShot(true);
    limit.start(longest_wait);
    job.start();
    if (!over) {
        loop.exec();
    }
    if (!over) {
        throw domain::Error(domain::ErrorKind::secret, "the keyring does not answer", "keyring:" + name,
                            "unlock it and try again");
    }
}

} // namespace

std::optional<client::Secret> Keyring::read(const std::string& name) {
    std::optional<client::Secret> key;
    worker().run([&] {
        QKeychain::ReadPasswordJob job(service);
        finish(job, name);
        if (job.error() == QKeychain::NoError) {
            key = key_in(job.textData().toStdString());
        } else if (job.error() != QKeychain::EntryNotFound) {
            fail(name, job.error(), job.errorString());
        }
    });
    return key;
}

void Keyring::write(const std::string& name, std::string_view key, const std::string& origin) {
    worker().run([&] {
        QKeychain::WritePasswordJob job(service);
        job.setTextData(QString::fromStdString(entry_of(key, origin)));
        finish(job, name);
        if (job.error() != QKeychain::NoError) {
            fail(name, job.error(), job.errorString());
        }
    });
}

void Keyring::remove(const std::string& name) {
    worker().run([&] {
        QKeychain::DeletePasswordJob job(service);
        finish(job, name);
        if (job.error() != QKeychain::NoError && job.error() != QKeychain::EntryNotFound) {
            fail(name, job.error(), job.errorString());
        }
    });
}

} // namespace tiebreak::secrets
