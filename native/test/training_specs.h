// Specs of whole trainings that are right as they are, and a data set on a real file system.
#pragma once

#include <cstdint>
#include <string>

#include "core/job_spec.h"
#include "test/job_run.h"
#include "test/job_specs.h"

namespace ioproof {

/// 64 raw files of one sample of 64 x 64 bytes.
inline SampleFileSpec smallSamples() {
    return {.container = Container::Raw,
            .prefix = "img",
            .extension = "jpeg",
            .trainFiles = 64,
            .evalFiles = 0,
            .subfolders = 0,
            .samplesPerFile = 1,
            .recordLength = 4096,
            .recordDeviation = 0,
            .generatorSeed = 10,
            .rowGroupRows = 0,
            .columns = {}};
}

/// Sets what follows from the number of readers.
inline void setWorkers(JobSpec& spec, uint32_t workers) {
    const auto readers = static_cast<uint32_t>(spec.trainingReaders());
    spec.workers = workers;
    spec.queueDepth = (readers + workers - 1) / workers * spec.training->inFlight;
}

inline void setFiles(JobSpec& spec, const SampleFileSpec& files) {
    spec.sampleFiles = files;
    const SampleFiles made(files);
    spec.fileCount = made.fileCount();
    spec.fileSize = made.fileSizes().largest();
}

/// One epoch of two ranks with two readers each, batches of 4, 1 ms of compute, on the null engine in virtual time: an
/// operation takes 1 us.
inline JobSpec trainingSpec() {
    JobSpec spec = blockSpec();
    spec.kind = JobKind::Training;
    spec.blockSize = 1 << 18;
    spec.filesPerDirectory = 1;
    spec.nullLatencyNs = 1000;
    setFiles(spec, smallSamples());
    spec.training.emplace();
    spec.training->accelerators = 2;
    spec.training->readThreads = 2;
    spec.training->prefetch = 2;
    spec.training->batchSize = 4;
    spec.training->compute = {.form = ComputeForm::Fixed, .meanNs = 1'000'000, .deviationNs = 0};
    setWorkers(spec, 1);
    return spec;
}

/// The same on files below `root`, which it writes first.
inline JobSpec storedTraining(const std::string& root, EngineKind engine, const SampleFileSpec& files) {
    JobSpec layout = filesSpec();
    layout.engine = EngineKind::Sync;
    layout.root = root;
    layout.operations = {OperationKind::Create, OperationKind::Write, OperationKind::Close};
    layout.createFiles = true;
    layout.blockSize = 1 << 20;
    layout.filesPerDirectory = 1;
    setFiles(layout, files);
    runJob(layout);

    JobSpec spec = trainingSpec();
    spec.engine = engine;
    spec.root = root;
    spec.nullLatencyNs = 0;
    spec.training->compute.meanNs = 2'000'000;
    setFiles(spec, files);
    setWorkers(spec, engine == EngineKind::Sync ? static_cast<uint32_t>(spec.trainingReaders()) : 1);
    return spec;
}

}  // namespace ioproof
