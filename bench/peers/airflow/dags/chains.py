"""Chains of tasks that do nothing."""

import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG, chain


def nothing():
    pass


def shell(index):
    return BashOperator(task_id=f"t{index}", bash_command="true")


def python(index):
    return PythonOperator(task_id=f"t{index}", python_callable=nothing)


for make in (shell, python):
    with DAG(make.__name__, schedule=None, start_date=datetime.datetime(2025, 1, 1)) as dag:
        chain(*[make(index) for index in range(20)])
    globals()[make.__name__] = dag
