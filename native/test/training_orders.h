// Data sets and specs of trainings for tests of orders and plans.
#pragma once

#include <memory>
#include <string>

#include "sources/epoch_plan.h"

namespace ioproof {

/// Files of one size whose content does not matter.
inline std::shared_ptr<const SampleFiles> plainFiles(uint64_t train, uint64_t samplesPerFile, uint64_t eval = 0) {
    SampleFileSpec spec;
    spec.container = Container::Npz;
    spec.extension = "npz";
    spec.trainFiles = train;
    spec.evalFiles = eval;
    spec.samplesPerFile = samplesPerFile;
    spec.recordLength = 100;
    return std::make_shared<const SampleFiles>(spec);
}

inline TrainingSpec trainingSpec(TrainingRules rules, LoaderKind loader, uint32_t ranks, uint32_t readers,
                                 uint32_t batchSize) {
    TrainingSpec spec;
    spec.rules = rules;
    spec.loader = loader;
    spec.accelerators = ranks;
    spec.readThreads = readers;
    spec.batchSize = batchSize;
    return spec;
}

inline std::string told(const TrainingSpec& spec, const SampleOrder& order) {
    const char* loaders[] = {"torch", "tf", "stream"};
    return "rules v" + std::to_string(static_cast<int>(spec.rules) + 1) + ", loader " +
           loaders[static_cast<int>(spec.loader)] + ", ranks " + std::to_string(spec.accelerators) + ", readers " +
           std::to_string(spec.readThreads) + ", batch " + std::to_string(spec.batchSize) + ", prefetch " +
           std::to_string(spec.prefetch) + ", buffer " + std::to_string(spec.shuffleBuffer) + ", window " +
           std::to_string(spec.window) + ", files " + std::to_string(order.fileSpec().trainFiles) + " of " +
           std::to_string(order.fileSpec().samplesPerFile) + ", steps " + std::to_string(order.steps());
}

}  // namespace ioproof
