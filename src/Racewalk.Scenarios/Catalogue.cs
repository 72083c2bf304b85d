using Racewalk.Scenarios.Collapse;
using Racewalk.Scenarios.Cow;
using Racewalk.Scenarios.GupFast;
using Racewalk.Scenarios.Hashing;
using Racewalk.Scenarios.Hvo;
using Racewalk.Scenarios.HvoArm64;
using Racewalk.Scenarios.Kvm;
using Racewalk.Scenarios.LocklessPte;
using Racewalk.Scenarios.Munmap;
using Racewalk.Scenarios.TableFree;
using Racewalk.Scenarios.Thp;
using Racewalk.Scenarios.Translation;
using Racewalk.Scenarios.Vmas;

namespace Racewalk.Scenarios;

/// <summary>All scenarios.</summary>
public static class Catalogue
{
    /// <summary>Every scenario, ordered by id.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new ForkPinScenario(),
        new ReuseScenario(),
        new WpHugeScenario(),
        new WpPageScenario(),
        new WpRecheckScenario(),
        new AnonExclusiveScenario(),
        new CollapseScenario(),
        new DepositedTableScenario(),
        new ForkScenario(),
        new MigrationScenario(),
        new TableFreeScenario(),
        new TableFreeRcuScenario(),
        new UnshareScenario(),
        new ZapScenario(),
        new FakeHeadSteersScenario(),
        new HealthyCheckScenario(),
        new UpdateScenario(),
        new BatchScenario(),
        new HwPoisonScenario(),
        new OptimizeScenario(),
        new HvoPublishScenario(),
        new RestoreScenario(),
        new SpeculativeReadScenario(),
        new SplitScenario(),
        new DontneedScenario(),
        new FaultScenario(),
        new HashCollapseScenario(),
        new HashGenericFlushScenario(),
        new LockOrderScenario(),
        new MincoreScenario(),
        new ProtectScenario(),
        new NumaScenario(),
        new CollapsePublishScenario(),
        new RmapScenario(),
        new ShmemRetractScenario(),
        new UnhookPgdScenario(),
        new UniversalInvalidScenario(),
        new WalkScenario(),
        new KvmCollapseScenario(),
        new KvmDirtyScenario(),
        new KvmFaultScenario(),
        new PfnCacheScenario(),
        new ContpteScenario(),
        new ContpteConvertScenario(),
        new ContpteDirtyScenario(),
        new ContpteGupScenario(),
        new ContpteProgressScenario(),
        new FaultRecheckScenario(),
        new PaeGupScenario(),
        new SetAccessFlagsScenario(),
        new MunmapFaultScenario(),
        new MunmapKhugepagedScenario(),
        new MunmapStoreScenario(),
        new PtReclaimScenario(),
        new SplitFolioScenario(),
        new SplitPmdScenario(),
        new SplitStoreScenario(),
        new AccessFlagScenario(),
        new BreakBeforeMakeScenario(),
        new UserCollapseScenario(),
        new HashShootdownScenario(),
        new UserMigrationScenario(),
        new PermissionScenario(),
        new PublishScenario(),
        new ShootdownScenario(),
    ];

    /// <summary>The scenario with the given id; null if there is none.</summary>
    public static Scenario? Find(string id) => All.FirstOrDefault(s => string.Equals(s.Id, id, StringComparison.Ordinal));
}
