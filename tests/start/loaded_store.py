"""`python -m tests.start.loaded_store`: an embedded store that a start finds nothing to load in.

A process of its own, because the embedded server runs as long as any process that started it.
"""

from data.model import schema
from data.model.settings import Settings
from data.ops import simulation
from data.store.prepare import prepare
from tests.stores import load_part

if __name__ == "__main__":
    settings = Settings()
    store = prepare(settings)
    load_part(store, settings, simulate=False)
    with store.writing() as connection:
        for name, version in (
            ("simulation", simulation.version(settings.seed, settings.simulation_size)),
            ("facts", f"simulasi, pembangkit {simulation.GENERATOR}"),
        ):
            connection.execute(schema.load_step.delete().where(schema.load_step.c.name == name))
            connection.execute(schema.load_step.insert().values(name=name, version=version, seconds=0))
    store.close()
