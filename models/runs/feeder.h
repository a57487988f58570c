// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace tiebreak::runs {

/// Feeds a list of calls to the client a little ahead of what its limits let fly, so that a long run holds
/// few prompts in memory and yet no place stands empty; waits until every answer is stored.
///
/// A job is a number. Its life: `make` (on the feeder's own thread) → `admit` → the client → `answered` (on
/// the network thread, must not block) → whoever stores the answer calls `stored` (any thread, the writer's
/// mostly).
class Feeder {
public:
    using Job = std::size_t;

    /// Told null, or why the model cannot be asked.
    using Ready = std::function<void(std::exception_ptr)>;

    /// Whether a call may be made now. `later`: once something that flies has come back.
    enum class Admission { now, later, never };

    struct Work {
        std::function<client::ModelCall(Job)> make;
        std::function<void(Job, domain::Answer)> answered;
        /// Absent: every call may be made. A `never` ends the feeding; what flies comes home.
        std::function<Admission(Job, const client::ModelCall&)> admit;
        /// Absent: nothing to do. Called where a server loads models by turns, with nothing of that lane in
        /// flight, before the first job of each model and after the last: a job of the model before and of
        /// the one to come. On the feeder's own thread; must not block. The lane waits until `ready` is
        /// called, from any thread. After an error the jobs of that model are left, and run() throws it when
        /// the others are done.
        std::function<void(std::optional<Job> done, std::optional<Job> next, Ready ready)> next_model;
    };

    Feeder(client::ModelClient& client, Work work);

    /// Where a job goes. Jobs of one origin share its limits. Where the server loads one model at a time,
    /// `model` groups them: a model's jobs are all done before the next one's begin, so that each is loaded
    /// once.
    struct Place {
        std::string origin;
        int concurrency = 1;
        std::string model; ///< empty: all at once
    };
    /// Adds a job to the queue of its place. Before run() only.
    void add(Job job, const Place& place);
    /// Puts a job that has been answered at the front of its queue again, with another question (the next
    /// turn). To be called before `stored` for its answer.
    void again(Job job);
    /// The same, behind all others.
    void later(Job job);

    /// Feeds and waits. Returns when all is stored, or, after `stop`, when nothing flies any more and what
    /// had arrived is stored. `tick` is called about ten times a second. Throws what `fail` was given, or why
    /// a model could not be asked.
    void run(const std::stop_token& stop, const std::function<void()>& tick);

    /// One answer is stored (or needs no storing, such as a cancelled one).
    void stored(Job job);
    /// Ends the run: nothing more is fed, what flies is cancelled, and run() throws `error`. From any thread.
    void fail(std::exception_ptr error);
    /// Whether `admit` has said never.
    [[nodiscard]] bool refused() const;

private:
    /// One model of a server that loads them by turns, or all that an origin serves.
    struct Stage {
        std::string model;
        std::vector<Job> jobs;
        std::vector<Job> again; ///< to be fed before the rest
        std::size_t next = 0;
        std::size_t open = 0; ///< fed, and neither stored nor given up
        bool entered = false; ///< the server has it ready
        bool left = false;    ///< all is done, and the server knows

        [[nodiscard]] bool fed() const { return next == jobs.size() && again.empty(); }
    };
    struct Lane {
        std::vector<Stage> stages;
        std::size_t stage = 0;
        std::size_t flying = 0;
        std::size_t window = 0;
        bool changing = false;                                 ///< its server changes models
        std::optional<std::pair<Job, client::ModelCall>> held; ///< made, not admitted yet
    };
    /// From one model of a lane to the next.
    struct Turn {
        Lane* lane = nullptr;
        std::optional<Job> done;
        std::optional<Job> next;
    };
    /// How a change that outlives run() finds that it is over.
    struct Door {
        std::mutex mutex;
        Feeder* feeder = nullptr;
    };
    struct Way {
        Lane* lane = nullptr;
        std::size_t stage = 0;
    };

    void feed_some();
    void hand_over(Lane& lane);
    bool take_next(Lane& lane, std::optional<Turn>& turn);
    std::optional<Turn> turn_due(Lane& lane); ///< mutex held
    void take_turn(const Turn& turn);
    void turned(Lane& lane, bool entered, std::exception_ptr error);
    void feed_until_done(const std::stop_token& stop, const std::function<void()>& tick);
    [[nodiscard]] bool all_fed() const; ///< mutex held
    void drop_held(Lane& lane);

    client::ModelClient& client_;
    Work work_;
    std::uint64_t group_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, Lane> lanes_; ///< by origin
    std::vector<Way> ways_;             ///< by job
    std::size_t flying_ = 0;
    std::size_t unstored_ = 0; ///< answered, not yet stored
    bool ended_ = false;       ///< nothing more is fed, and what flies is cancelled
    bool refused_ = false;     ///< nothing more is fed, and what flies comes home
    std::exception_ptr error_;
    std::exception_ptr left_out_; ///< why a model's jobs were left
    std::shared_ptr<Door> door_ = std::make_shared<Door>();
};

} // namespace tiebreak::runs
