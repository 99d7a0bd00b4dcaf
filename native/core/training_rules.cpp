// What a job of kind training must hold to.
#include "core/io_error.h"
#include "core/job_spec.h"

namespace ioproof {
namespace {

void require(bool condition, const char* rule) {
    if (!condition) throw JobError("BAD_SPEC", std::string("job: ") + rule);
}

void checkLoader(const TrainingSpec& training) {
    const bool streams = training.loader == LoaderKind::Stream;
    require(training.accelerators >= 1 && training.accelerators <= 4096, "accelerators must be 1 to 4096");
    require(training.readThreads >= 1 && training.readThreads <= 4096, "readThreads must be 1 to 4096");
    require(training.batchSize >= 1, "batchSize must be at least 1");
    require(training.evalEvery == 0 || training.evalBatchSize >= 1, "evalBatchSize must be at least 1");
    require(training.window >= 1 && training.inFlight >= 1, "window and inFlight must be at least 1");
    require(streams || training.inFlight == 1, "inFlight belongs to loader stream");
    require(training.loader == LoaderKind::Tf || training.shuffleBuffer == 0, "shuffleBuffer belongs to loader tf");
    require(!streams || training.rules == TrainingRules::V3, "loader stream is one of rules v3");
}

}  // namespace

void JobSpec::checkTraining() const {
    require(training.has_value() && samples != nullptr, "kind training needs training and sampleFiles");
    checkLoader(*training);
    require(seed <= UINT32_MAX, "orders of training are drawn from a seed of 32 bits");
    require(training->evalEvery == 0 || samples->evalFiles() > 0, "an evaluation needs files for it");
    require(operations.empty() && mix.empty(), "kind training has calls of its own");
    require(memory == BufferMemory::Host, "kind training reads into memory of the host");
    require(engine != EngineKind::Mmap, "engine mmap runs kind block only");
    require(!paced() && thinkNs == 0, "kind training knows neither rate nor pauses: its steps pace it");
    require(rampNs == 0 && stonewallNs == 0, "kind training has neither ramp nor stonewall");
    require(passes > 0 || runtimeNs > 0, "kind training needs passes or runtimeNs");
    require(ioBytes == 0 && operationLimit == 0, "kind training ends with its epochs or its runtime");
    require(!createFiles && !fsyncAtEnd && resumeAt.empty(), "kind training writes nothing");
    require(verify == VerifyMode::None && stampDataset == 0, "only blocks are stamped and verified");
    const uint64_t readers = trainingReaders();
    require(workers <= readers, "kind training has at most a worker for each reader");
    require(engine != EngineKind::Sync || workers == readers, "engine sync has a worker for each reader");
    require(queueDepth >= (readers + workers - 1) / workers * training->inFlight,
            "queueDepth must be that of all readers of a worker");
    require(nullLatencyNs == 0 || engine != EngineKind::Null || workers == 1, "time on a virtual clock has one worker");
}

}  // namespace ioproof
