// What a job of kind training is refused for, a rule each.
#include <gtest/gtest.h>

#include <utility>

#include "test/broken_rule.h"
#include "test/training_specs.h"

namespace ioproof {
namespace {

class TrainingRulesOf : public testing::TestWithParam<BrokenRule> {};

TEST_P(TrainingRulesOf, AreToldByName) {
    JobSpec spec = trainingSpec();
    spec.layOutSamples();
    expectToldByName(std::move(spec), GetParam());
}

const BrokenRule brokenRules[] = {
    {"no other, has training", [](JobSpec& spec) { spec.training.reset(); }},
    {"accelerators must be", [](JobSpec& spec) { spec.training->accelerators = 0; }},
    {"readThreads must be", [](JobSpec& spec) { spec.training->readThreads = 0; }},
    {"batchSize must be", [](JobSpec& spec) { spec.training->batchSize = 0; }},
    {"window and inFlight", [](JobSpec& spec) { spec.training->window = 0; }},
    {"inFlight belongs", [](JobSpec& spec) { spec.training->inFlight = 2; }},
    {"shuffleBuffer belongs", [](JobSpec& spec) { spec.training->shuffleBuffer = 8; }},
    {"one of rules v3", [](JobSpec& spec) { spec.training->loader = LoaderKind::Stream; }},
    {"seed of 32 bits", [](JobSpec& spec) { spec.seed = uint64_t{1} << 32; }},
    {"needs files for it", [](JobSpec& spec) { spec.training->evalEvery = 1; }},
    {"calls of its own", [](JobSpec& spec) { spec.operations = {OperationKind::Open}; }},
    {"memory of the host", [](JobSpec& spec) { spec.memory = BufferMemory::Gpu; }},
    {"neither rate nor pauses", [](JobSpec& spec) { spec.rateBytes = 1; }},
    {"neither ramp nor stonewall", [](JobSpec& spec) { spec.stonewallNs = 1; }},
    {"epochs or its runtime", [](JobSpec& spec) { spec.ioBytes = 1; }},
    {"writes nothing", [](JobSpec& spec) { spec.createFiles = true; }},
    {"a worker for each reader", [](JobSpec& spec) { spec.workers = 5; }},
    {"that of all readers", [](JobSpec& spec) { spec.queueDepth = 3; }},
    {"virtual clock", [](JobSpec& spec) { setWorkers(spec, 2); }},
};

INSTANTIATE_TEST_SUITE_P(All, TrainingRulesOf, testing::ValuesIn(brokenRules));

}  // namespace
}  // namespace ioproof
