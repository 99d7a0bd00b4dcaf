// The epochs of a job one after the other, the orders of each made while the one before runs.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "sources/epoch_plan.h"

namespace ioproof {

/// What one epoch loads. Plans refer to the order: both stay where they are made.
struct EpochOrders {
    EpochOrders(const TrainingSpec& spec, const SampleOrder& before, const EpochId& epoch);
    EpochOrders(const EpochOrders&) = delete;
    EpochOrders& operator=(const EpochOrders&) = delete;

    const EpochId id;
    SampleOrder order;
    /// By rank.
    std::vector<EpochPlan> plans;
};

/// An order may take a part of a second to draw, which is no time of a step: a thread of its own does it ahead.
class EpochSchedule {
public:
    /// `epochs`: of training; 0: without end. Makes the orders of the first epoch. Throws JobError TOO_FEW_SAMPLES
    /// where a rank would not get one step's, and what SampleOrder throws. `spec` must outlive the schedule.
    EpochSchedule(const TrainingSpec& spec, std::shared_ptr<const SampleFiles> files, uint64_t seed, uint64_t epochs);
    ~EpochSchedule();

    /// Evaluations included; the largest number where there is no end.
    uint64_t count() const { return count_; }
    EpochId idOf(uint64_t index) const;

    /// The epoch with this index: 0, or the one after the last that was asked for. Waits for its orders; throws what
    /// making them has thrown.
    std::shared_ptr<const EpochOrders> at(uint64_t index);

private:
    void makeAhead();

    const TrainingSpec& spec_;
    const uint64_t count_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::shared_ptr<const EpochOrders> newest_;
    uint64_t newestIndex_ = 0;
    /// Up to this index orders are to be made.
    uint64_t wanted_ = 0;
    bool over_ = false;
    std::exception_ptr failure_;
    std::thread maker_;
};

}  // namespace ioproof
